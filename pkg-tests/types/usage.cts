// The CommonJS entry, by `import =` and by destructuring `require`.

import scimwright = require("scimwright");

const { Engine, evaluate, version } = scimwright;
version().engine satisfies string;
const created = Engine.create({ settings: { scope: "all" } });
if (created.ok) {
  const engine: scimwright.Engine = created.engine;
  engine[Symbol.dispose]();
}
const value = evaluate("[a]", { a: 1 });
if (!value.ok) value.diagnostics.map(({ code }: scimwright.Diagnostic) => code);
void scimwright.init();
// @ts-expect-error the CommonJS entry has no default export
scimwright.default();
