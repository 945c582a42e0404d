/** One engine at work on one set of people: compiles a configuration once, previews as often as asked. */

import init, { applyPatch, checkSchema, codes, complete, Engine, evaluate, explain, filterOperators, functions, highlight, hover, parseExpression, readObjects, report, validatePayload, version } from "scimwright";
import type { EvaluateOptions, Json, Version } from "scimwright";
import { Crowd, type Texts } from "./crowd";
import { named } from "./named";
import type { Previewed, Written } from "./protocol";
import { withSource } from "./schema";
import { outcomeOf, type Detail, type Diagnostic, type Difference, type Failed, type Fields, type Input, type People, type Plan, type Preview, type Row, type Rows, type Severity, type Step } from "./types";

/** The functions that the page calls by name: what is not named here is not in the worker. */
const CALLABLE = { applyPatch, codes, complete, evaluate, explain, filterOperators, functions, highlight, hover, parseExpression, readObjects, report, validatePayload };
export type Callable = typeof CALLABLE;

type Format = "legacy" | "compliant";

/** A configuration compiled for the legacy PATCH format, and for the other one once it is asked for. */
class Compiled {
  private other: Engine | undefined;

  constructor(readonly key: string, private readonly input: Input, readonly legacy: Engine, readonly diagnostics: Diagnostic[]) {}

  get compliant(): Engine {
    if (!this.other) {
      const made = create(this.input, "compliant");
      if (!made.ok) throw new Error(made.diagnostics[0]?.message ?? "the configuration cannot be used");
      this.other = made.engine;
    }
    return this.other;
  }

  free(): void {
    this.legacy.free();
    this.other?.free();
  }
}

function create({ schema, settings, assignments }: Input, patchFormat: Format): ReturnType<typeof Engine.create> {
  return Engine.create({ schema, settings: { ...settings, patchFormat }, assignments });
}

/** A resource of the target. */
type Account = { [member: string]: Json };

/** So many objects are planned first, to tell how long all of them will take. */
const SAMPLE = 200;

export class Session {
  private crowd = new Crowd({ users: [], groups: [], target: [] });
  private compiled: Compiled | undefined;

  async start(): Promise<Version> {
    await init();
    return version();
  }

  hold(people: People): void {
    this.crowd = new Crowd(people);
  }

  replace(object: Fields): void {
    this.crowd.replace(object);
  }

  call(name: string, args: unknown[]): unknown {
    const found = new Map<string, unknown>(Object.entries(CALLABLE)).get(name);
    if (typeof found !== "function") throw new RangeError(`no function ${name}`);
    return (found as (...args: unknown[]) => unknown)(...args);
  }

  /** One object with those it depends on: quick, whoever else is loaded. */
  preview(input: Input, id: string | undefined): Previewed | Failed {
    const made = this.compile(input);
    if (!made.ok) return made;
    const { legacy, diagnostics } = made.compiled;
    const near = id === undefined ? undefined : this.crowd.around(id, (people) => planned(legacy, people), input.settings.links);
    if (!near || id === undefined) return { ok: true, configuration: diagnostics };
    return { ok: true, configuration: diagnostics, detail: this.detail(made.compiled, near, id) };
  }

  write(input: Input, id: string | undefined, mapping: string, expression: string): Written {
    const trimmed = expression.trim();
    if (trimmed === "") return { source: null, preview: this.preview({ ...input, schema: withSource(input.schema, mapping, null) }, id), diagnostics: [] };
    const source = parseExpression({ expression: trimmed }).parsedExpression ?? undefined;
    const preview = source && this.preview({ ...input, schema: withSource(input.schema, mapping, source) }, id);
    return { source, preview, ...this.evaluate(input, id, expression) };
  }

  /** An expression on an object's own values, every part traced. */
  evaluate(input: Input, id: string | undefined, expression: string): { trace?: Step; diagnostics: Diagnostic[] } {
    const kind = id === undefined ? undefined : this.crowd.kind(id);
    const options: EvaluateOptions = { trace: true, now: input.settings.now ?? undefined, kind };
    const { trace, diagnostics } = evaluate(expression, this.crowd.find(id ?? "") ?? {}, options);
    return { trace, diagnostics };
  }

  exact(input: Input, id: string): Detail | undefined {
    return this.detail(this.usable(input), this.crowd.texts, id);
  }

  rows(input: Input, expect: (milliseconds: number) => void): ({ ok: true } & Rows) | Failed {
    const made = this.compile(input);
    if (!made.ok) return made;
    const engine = made.compiled.legacy;
    this.foretell(engine, expect);
    const plan = planned(engine, this.crowd.texts);
    const rows = plan.previews.map((preview) => row(preview, this.crowd.find(preview.source.id)));
    const checked = checkSchema(input.schema, { scope: input.settings.scope });
    return { ok: true, rows: this.crowd.inOrder(rows), diagnostics: plan.diagnostics, configuration: made.compiled.diagnostics, checked: checked.diagnostics };
  }

  plan(input: Input): Plan {
    return planned(this.usable(input)[input.settings.patchFormat ?? "legacy"], this.crowd.texts);
  }

  compare(loaded: Input, edited: Input, expect: (milliseconds: number) => void): Difference[] {
    this.foretell(this.usable(edited).legacy, (milliseconds) => expect(2 * milliseconds));
    const after = new Map(this.plan(edited).previews.map((preview) => [preview.source.id, preview]));
    const differences = this.plan(loaded).previews.flatMap((before) => {
      const other = after.get(before.source.id);
      return other ? difference(before, other, named(this.crowd.find(before.source.id) ?? {}, before.source.id).name) : [];
    });
    return this.crowd.inOrder(differences);
  }

  /** How long everybody will take, told from the first few where they are many. */
  private foretell(engine: Engine, expect: (milliseconds: number) => void): void {
    if (this.crowd.size <= 5 * SAMPLE) return;
    const begun = performance.now();
    planned(engine, this.crowd.sample(SAMPLE));
    expect(((performance.now() - begun) / SAMPLE) * this.crowd.size);
  }

  /** After an error nothing compiled is trusted: the engine may have been replaced. */
  forget(): void {
    this.compiled = undefined;
  }

  private usable(input: Input): Compiled {
    const made = this.compile(input);
    if (!made.ok) throw new Error(made.diagnostics[0]?.message ?? "the configuration cannot be used");
    return made.compiled;
  }

  private compile(input: Input): { ok: true; compiled: Compiled } | Failed {
    const key = JSON.stringify([input.schema, input.settings, input.assignments]);
    if (this.compiled?.key === key) return { ok: true, compiled: this.compiled };
    const legacy = create(input, "legacy");
    if (!legacy.ok) return legacy;
    this.compiled?.free();
    this.compiled = new Compiled(key, input, legacy.engine, legacy.diagnostics);
    return { ok: true, compiled: this.compiled };
  }

  /** The formats differ in the bodies of PATCH requests alone: without one the other format need not be worked out. */
  private detail(compiled: Compiled, people: Texts, id: string): Detail | undefined {
    const legacy = find(planned(compiled.legacy, people), id);
    const compliant = legacy?.requests.some((request) => request.method === "PATCH") ? find(planned(compiled.compliant, people), id) : legacy;
    if (!legacy || !compliant) return undefined;
    const before = this.crowd.account(legacy.matching.targetId) as Account | undefined;
    return { legacy, compliant, before, after: after(legacy, before) };
  }
}

function planned(engine: Engine, people: Parameters<Engine["plan"]>[0]): Plan {
  const plan: Plan | Failed = engine.plan(people);
  if ("ok" in plan) throw new Error(plan.diagnostics[0]?.message ?? "the people cannot be read");
  return plan;
}

function find(plan: Plan, id: string): Preview | undefined {
  return plan.previews.find((preview) => preview.source.id === id);
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

function row(preview: Preview, source: Fields | undefined): Row {
  return {
    id: preview.source.id,
    kind: preview.source.kind,
    ...named(source ?? {}, preview.source.id),
    outcome: outcomeOf(preview),
    codes: [...new Set(preview.diagnostics.map((finding) => finding.code))],
    worst: preview.diagnostics.map((finding) => finding.severity).sort((a, b) => RANK[b] - RANK[a])[0],
  };
}

/** The account after the writes: the body of a POST, or every PATCH applied by the engine. */
function after(preview: Preview, before: Account | undefined): Json | undefined {
  let resource: Json | undefined = before;
  for (const { method, body } of preview.requests) {
    if (method === "POST") resource = body;
    if (method === "DELETE") return undefined;
    if (method === "PATCH" && resource && body) {
      const applied = applyPatch(resource as object, body as object);
      if (applied.ok) resource = applied.resource;
    }
  }
  return resource;
}

function difference(before: Preview, after: Preview, name: string): Difference[] {
  const flowsOf = (preview: Preview) => new Map(preview.attributes.map((flow) => [flow.target, flow.value]));
  const [old, now] = [flowsOf(before), flowsOf(after)];
  // What somebody is mapped to of whom nothing is sent changes nothing.
  const attributes = after.requests.length === 0 ? [] : [...new Set([...old.keys(), ...now.keys()])]
    .map((target) => ({ target, before: old.get(target), after: now.get(target) }))
    .filter((attribute) => JSON.stringify(attribute.before ?? null) !== JSON.stringify(attribute.after ?? null));
  const [a, b] = [outcomeOf(before), outcomeOf(after)];
  const requests = JSON.stringify(before.requests) !== JSON.stringify(after.requests);
  if (a === b && !requests) return [];
  return [{ id: after.source.id, kind: after.source.kind, name, before: a, after: b, reason: after.reason, attributes }];
}
