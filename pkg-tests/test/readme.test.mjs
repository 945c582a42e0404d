// The JavaScript in the README runs and prints what its comments say.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const blocks = (name, language) => [...readFileSync(join(root, name), "utf8").matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1]);

for (const name of ["README.md", "npm/README.md"]) {
  // A block for browsers has no Node to run in; the smoke projects hold it.
  const scripts = blocks(name, "js").filter((block) => !block.includes("await init()"));
  test(`every JavaScript block of ${name}`, () => {
    assert.ok(scripts.length > 0);
    for (const [index, block] of scripts.entries()) {
      // Beside the tests, so that the package is found as a user's script finds it.
      const script = new URL(`readme-${index}.tmp.mjs`, import.meta.url);
      writeFileSync(script, block);
      try {
        const printed = execFileSync(process.execPath, [fileURLToPath(script)], { encoding: "utf8" });
        const expected = [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => `${match[1]}\n`).join("");
        assert.equal(printed, expected);
      } finally {
        rmSync(script);
      }
    }
  });
}

test("the example for continuous integration fails where a mapping breaks, and its log takes no command from a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "scimwright-ci-"));
  try {
    const script = fileURLToPath(new URL("../node_modules/scimwright/examples/ci.mjs", import.meta.url));
    const check = (cases, ...more) => {
      writeFileSync(join(folder, "cases.json"), Buffer.isBuffer(cases) ? cases : JSON.stringify(cases));
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, "cases.json", ...more], { cwd: folder, encoding: "utf8" });
      return { status, lines: stdout.split("\n").filter(Boolean), stderr };
    };
    assert.deepEqual(check([{ expression: "[a]", expected: null }]), { status: 0, lines: [], stderr: "" });
    const hostile = { name: "x\n::stop-commands::y\u001b[31m", expression: "[a]", source: { a: "secret\n::error::z" }, expected: "\n::warning::w" };
    const { status, lines } = check([hostile]);
    assert.equal(status, 1);
    assert.equal(lines.length, 1);
    assert.match(lines[0], /^::error file=cases\.json,line=1,.*AM391/);
    assert.doesNotMatch(lines[0], /secret|\u001b/);
    // Why a case failed, and what is doubtful in one that did not.
    const { status: wrong, lines: [why] } = check([{ expression: "Swich([a])", expected: null }]);
    assert.equal(wrong, 1);
    assert.match(why, /^::error .*AM391.*; error\[EX201\]: unknown function/);
    const { status: well, lines: [doubt] } = check([{ expression: 'Switch([a], "x", "A", "1")', expected: "x" }]);
    assert.equal(well, 0);
    assert.match(doubt, /^::notice file=cases\.json.*EX255/);
    assert.equal(check([hostile], "nowhere.json").status, 2);
    assert.equal(check({ expresion: 1 }).status, 2);
    // Two letters that are no UTF-8 would be the same sign, and the case hold.
    const latin = Buffer.from('[{"expression":"Replace([a], \\"é\\", , , \\"e\\", , )","source":{"a":"è"},"expected":"e"}]', "latin1");
    const { stderr, ...unread } = check(latin);
    assert.deepEqual(unread, { status: 2, lines: [] });
    assert.match(stderr, /^cannot read "cases\.json": [^\n]*utf-8[^\n]*\n$/);
    writeFileSync(join(folder, "schema.json"), latin);
    assert.equal(check([], "schema.json").status, 2);
    const little = Buffer.from(`\ufeff${JSON.stringify([{ expression: "[a]", source: { a: "é" }, expected: "é" }])}`, "utf16le");
    for (const good of [little, Buffer.from(little).swap16(), Buffer.from(little.toString("utf16le"))]) assert.deepEqual(check(good), { status: 0, lines: [], stderr: "" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every command of npm/README.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "scimwright-readme-"));
  try {
    const user = { id: "1", userPrincipalName: "ada@contoso.example", mail: "ada@contoso.example", givenName: "Ada", surname: "Byron", accountEnabled: true, appRoleAssignments: [{}] };
    writeFileSync(join(folder, "users.json"), JSON.stringify([user]));
    writeFileSync(join(folder, "user.json"), JSON.stringify(user));
    writeFileSync(join(folder, "users.ndjson"), '{"userName":"a"}\n{"userName":"b"}\n');
    copyFileSync(join(root, "tests/cases/data/gong-schema.json"), join(folder, "schema.json"));
    const commands = blocks("npm/README.md", "sh").join("").split("\n").filter((line) => line.startsWith("npx scimwright"));
    assert.ok(commands.length >= 4);
    const script = fileURLToPath(new URL("../node_modules/scimwright/cli/scimwright.js", import.meta.url));
    for (const command of commands) {
      const line = command.replace(/^npx scimwright/, `'${process.execPath}' '${script}'`).replace(/\s+#.*/, "");
      const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
      assert.ok(status < 2 && stdout !== "", `${command}: ${status}\n${stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
