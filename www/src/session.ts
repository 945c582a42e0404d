/** One engine at work on one set of people: compiles a configuration once, previews as often as asked. */

import init, { applyPatch, checkSchema, codes, complete, Engine, evaluate, explain, filterOperators, functions, highlight, hover, parseExpression, readObjects, report, validatePayload, version } from "scimwright";
import type { EvaluateOptions, Json, PatchFormat, Version } from "scimwright";
import { Crowd, type Texts } from "./crowd";
import { keyOf } from "./key";
import { loneSurrogate } from "./lone-surrogate";
import { named } from "./named";
import type { Previewed, Written } from "./protocol";
import { withSource } from "./schema";
import { NOW } from "./settings";
import { outcomeOf, printOf, type Detail, type Diagnostic, type Difference, type Failed, type Fields, type Flow, type Input, type People, type Plan, type Preview, type Row, type Rows, type Severity, type Step } from "./types";

/** The functions that the page calls by name: what is not named here is not in the worker. */
const CALLABLE = { applyPatch, codes, complete, evaluate, explain, filterOperators, functions, highlight, hover, parseExpression, readObjects, report, validatePayload };
export type Callable = typeof CALLABLE;

/** A configuration compiled as the settings say, and for the other PATCH format once it is asked for. */
class Compiled {
  private readonly engines = new Map<PatchFormat, Engine>();
  /** The format of the settings. */
  readonly format: PatchFormat;

  constructor(readonly key: string, private readonly input: Input, engine: Engine, readonly diagnostics: Diagnostic[]) {
    this.format = input.settings.patchFormat ?? "legacy";
    this.engines.set(this.format, engine);
  }

  get legacy(): Engine {
    return this.of("legacy");
  }

  of(patchFormat: PatchFormat): Engine {
    const known = this.engines.get(patchFormat);
    if (known) return known;
    const made = create({ ...this.input, settings: { ...this.input.settings, patchFormat } });
    if (!made.ok) throw new Error(made.diagnostics[0]?.message ?? "the configuration cannot be used");
    this.engines.set(patchFormat, made.engine);
    return made.engine;
  }

  free(): void {
    for (const engine of this.engines.values()) engine.free();
  }
}

function create({ schema, settings, assignments }: Input): ReturnType<typeof Engine.create> {
  return Engine.create({ schema, settings, assignments });
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

  replace(key: string, object: Fields): void {
    this.crowd.replace(key, object);
  }

  call(name: string, args: unknown[]): unknown {
    const found = new Map<string, unknown>(Object.entries(CALLABLE)).get(name);
    if (typeof found !== "function") throw new RangeError(`no function ${name}`);
    const half = args.map((text) => (typeof text === "string" ? loneSurrogate(text) : undefined)).find(Boolean);
    if (half) return { ok: false, diagnostics: [half] };
    return (found as (...args: unknown[]) => unknown)(...args);
  }

  /** One object with those it depends on: quick, whoever else is loaded. */
  preview(input: Input, key: string | undefined): Previewed | Failed {
    const made = this.compile(input);
    if (!made.ok) return made;
    const { legacy, diagnostics } = made.compiled;
    const near = key === undefined ? undefined : this.crowd.around(key, (people) => planned(legacy, people), input);
    if (!near || key === undefined) return { ok: true, configuration: diagnostics };
    return { ok: true, configuration: diagnostics, detail: this.detail(made.compiled, near, key) };
  }

  write(input: Input, key: string | undefined, mapping: string, expression: string): Written {
    const half = loneSurrogate(expression);
    if (half) return { diagnostics: [half] };
    const trimmed = expression.trim();
    if (trimmed === "") return { source: null, preview: this.preview({ ...input, schema: withSource(input.schema, mapping, null) }, key), diagnostics: [] };
    const source = parseExpression({ expression: trimmed }).parsedExpression ?? undefined;
    const preview = source && this.preview({ ...input, schema: withSource(input.schema, mapping, source) }, key);
    return { source, preview, ...this.evaluate(input, key, expression) };
  }

  /** An expression on an object's own values, every part traced, as a preview evaluates it. */
  evaluate({ settings }: Input, key: string | undefined, expression: string): { trace?: Step; diagnostics: Diagnostic[] } {
    const half = loneSurrogate(expression);
    if (half) return { diagnostics: [half] };
    const kind = this.crowd.kind(key ?? "");
    const source = this.crowd.find(key ?? "") ?? {};
    const { now, defaultDomain, taken, seed } = settings;
    const options: EvaluateOptions = { trace: true, kind, now: now ?? NOW, defaultDomain, taken, seed, id: String(source.id ?? "") };
    const { trace, diagnostics } = evaluate(expression, source, options);
    return { trace, diagnostics };
  }

  exact(input: Input, key: string): Detail | undefined {
    return this.detail(this.usable(input), this.crowd.texts, key);
  }

  rows(input: Input, expect: (milliseconds: number) => void): ({ ok: true } & Rows) | Failed {
    const made = this.compile(input);
    if (!made.ok) return made;
    const engine = made.compiled.legacy;
    this.foretell(engine, expect);
    const plan = planned(engine, this.crowd.texts);
    const rows = plan.previews.map((preview) => row(preview, this.crowd.find(keyOf(preview.source))));
    const checked = checkSchema(input.schema, { scope: input.settings.scope });
    return { ok: true, rows: this.crowd.inOrder(rows), diagnostics: plan.diagnostics, configuration: made.compiled.diagnostics, checked: checked.diagnostics };
  }

  plan(input: Input): Plan {
    const compiled = this.usable(input);
    return planned(compiled.of(compiled.format), this.crowd.texts);
  }

  compare(loaded: Input, edited: Input, expect: (milliseconds: number) => void): Difference[] {
    this.foretell(this.usable(edited).legacy, (milliseconds) => expect(2 * milliseconds));
    const after = new Map(this.plan(edited).previews.map((preview) => [keyOf(preview.source), preview]));
    const differences = this.plan(loaded).previews.flatMap((before) => {
      const key = keyOf(before.source);
      const other = after.get(key);
      return other ? difference(before, other, named(this.crowd.find(key) ?? {}, before.source.id).name) : [];
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
    const made = create(input);
    if (!made.ok) return made;
    this.compiled?.free();
    this.compiled = new Compiled(key, input, made.engine, made.diagnostics);
    return { ok: true, compiled: this.compiled };
  }

  /** The formats differ in the bodies of PATCH requests alone: without one the other format need not be worked out. */
  private detail(compiled: Compiled, people: Texts, key: string): Detail | undefined {
    const legacy = find(planned(compiled.legacy, people), key);
    const compliant = legacy?.requests.some((request) => request.method === "PATCH") ? find(planned(compiled.of("compliant"), people), key) : legacy;
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

function find(plan: Plan, key: string): Preview | undefined {
  return plan.previews.find((preview) => keyOf(preview.source) === key);
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

function row(preview: Preview, source: Fields | undefined): Row {
  return {
    key: keyOf(preview.source),
    id: preview.source.id,
    kind: preview.source.kind,
    ...named(source ?? {}, preview.source.id),
    outcome: outcomeOf(preview),
    print: printOf(preview),
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

/** A value for readers. */
function readable(flow: Flow | undefined): Json | undefined {
  return flow?.redacted ? "[Redact]" : flow?.value;
}

function difference(before: Preview, after: Preview, name: string): Difference[] {
  const flowsOf = (preview: Preview) => new Map(preview.attributes.map((flow) => [flow.target, flow]));
  const [old, now] = [flowsOf(before), flowsOf(after)];
  const differs = (target: string) => JSON.stringify(old.get(target)?.value ?? null) !== JSON.stringify(now.get(target)?.value ?? null);
  // What somebody is mapped to of whom nothing is sent changes nothing.
  const attributes = after.requests.length === 0 ? [] : [...new Set([...old.keys(), ...now.keys()])]
    .filter(differs)
    .map((target) => ({ target, before: readable(old.get(target)), after: readable(now.get(target)) }));
  const [a, b] = [outcomeOf(before), outcomeOf(after)];
  const requests = JSON.stringify(before.requests) !== JSON.stringify(after.requests);
  if (a === b && !requests) return [];
  return [{ key: keyOf(after.source), id: after.source.id, kind: after.source.kind, name, before: a, after: b, reason: after.reason, attributes }];
}
