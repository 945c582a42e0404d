/** One engine at work on one set of people: compiles the configuration once per text, previews as often as asked. */

import init, * as scimwright from "scimwright";
import type { Answer, Detail, Diagnostic, Difference, Input, People, Plan, Preview, Row, Rows, Settings, Severity } from "./types";
import { outcomeOf } from "./types";

type Engine = scimwright.Engine;
type Fields = Record<string, unknown>;

/** Up to this many objects the whole plan is worked out on every keystroke. */
const SMALL = 200;

export class Session {
  private people: People = { users: [], groups: [], target: [] };
  /** The same as texts, made once: the engine reads text. */
  private texts = { users: "[]", groups: "[]", target: "[]" };
  private lastPlan: Plan | undefined;

  async start(): Promise<unknown> {
    await init();
    return scimwright.version();
  }

  hold(people: People): void {
    this.people = people;
    this.texts = { users: JSON.stringify(people.users), groups: JSON.stringify(people.groups), target: JSON.stringify(people.target) };
    this.lastPlan = undefined;
  }

  call(name: string, args: unknown[]): unknown {
    const known = new Map<string, unknown>(Object.entries(scimwright));
    const found = known.get(name);
    if (typeof found !== "function") throw new RangeError(`no function ${name}`);
    return (found as (...args: unknown[]) => unknown)(...args);
  }

  run(input: Input, select: string | undefined, rows: boolean, progress: (done: number, total: number) => void): Answer {
    const begun = performance.now();
    const size = this.people.users.length + this.people.groups.length;
    const legacy = this.engine(input, "legacy");
    if (!legacy.ok) return { ok: false, configuration: legacy.diagnostics, took: performance.now() - begun };
    const compliant = this.engine(input, "compliant");
    try {
      progress(0, size);
      const whole = rows || size <= SMALL;
      if (whole) this.lastPlan = legacy.engine.plan(this.texts) as unknown as Plan;
      const detail = select === undefined ? undefined : this.detail(select, whole, legacy.engine, compliant.ok ? compliant.engine : legacy.engine);
      return {
        ok: true,
        configuration: legacy.diagnostics,
        detail,
        rows: whole && this.lastPlan ? this.rows(this.lastPlan) : undefined,
        took: performance.now() - begun,
      };
    } finally {
      legacy.engine.free();
      if (compliant.ok) compliant.engine.free();
    }
  }

  plan(input: Input): Plan {
    const made = this.engine(input, input.settings.patchFormat ?? "legacy");
    if (!made.ok) throw new Error(made.diagnostics[0]?.message ?? "the configuration cannot be used");
    try {
      return made.engine.plan(this.texts) as unknown as Plan;
    } finally {
      made.engine.free();
    }
  }

  compare(loaded: Input, edited: Input): Difference[] {
    const after = new Map(this.plan(edited).previews.map((preview) => [preview.source.id, preview]));
    return this.plan(loaded).previews.flatMap((before) => {
      const other = after.get(before.source.id);
      return other ? difference(before, other) : [];
    });
  }

  private engine(input: Input, patchFormat: "legacy" | "compliant"): { ok: true; engine: Engine; diagnostics: Diagnostic[] } | { ok: false; diagnostics: Diagnostic[] } {
    const settings: Settings = { ...input.settings, patchFormat };
    return scimwright.Engine.create({ schema: input.schema, settings, assignments: input.assignments as never }) as never;
  }

  private detail(id: string, fresh: boolean, legacy: Engine, compliant: Engine): Detail | undefined {
    const first = fresh ? this.lastPlan?.previews.find((preview) => preview.source.id === id) : undefined;
    const a = first ?? this.alone(id, legacy);
    const b = fresh && this.size() <= SMALL ? (compliant.plan(this.people) as unknown as Plan).previews.find((preview) => preview.source.id === id) : this.alone(id, compliant);
    if (!a || !b) return undefined;
    const before = this.targetOf(a);
    return { legacy: a, compliant: b, before, after: after(a, before) };
  }

  private alone(id: string, engine: Engine): Preview | undefined {
    const user = this.people.users.find((entry) => entry.id === id);
    const group = user ? undefined : this.people.groups.find((entry) => entry.id === id);
    if (!user && !group) return undefined;
    const plan = engine.plan({ users: user ? [user] : [], groups: group ? [group] : [], target: this.texts.target }) as unknown as Plan;
    return plan.previews[0];
  }

  private size(): number {
    return this.people.users.length + this.people.groups.length;
  }

  private targetOf(preview: Preview): Fields | undefined {
    const id = preview.matching.targetId;
    return id === undefined ? undefined : this.people.target.find((resource) => resource.id === id);
  }

  private rows(plan: Plan): Rows {
    const byId = new Map([...this.people.users, ...this.people.groups].map((entry) => [entry.id, entry]));
    return {
      rows: plan.previews.map((preview) => row(preview, byId.get(preview.source.id))),
      summary: plan.summary,
      diagnostics: plan.diagnostics,
    };
  }
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

function row(preview: Preview, source: Fields | undefined): Row {
  const worst = preview.diagnostics.map((d) => d.severity).sort((a, b) => RANK[b] - RANK[a])[0];
  const name = preview.source.displayName ?? (typeof source?.displayName === "string" ? source.displayName : preview.source.id);
  const sign = source?.userPrincipalName ?? source?.mail ?? source?.description;
  return {
    id: preview.source.id,
    kind: preview.source.kind,
    name,
    detail: typeof sign === "string" ? sign : preview.source.id,
    outcome: outcomeOf(preview),
    reason: preview.reason,
    codes: [...new Set(preview.diagnostics.map((d) => d.code))],
    worst,
  };
}

/** The account after the writes: the body of a POST, or every PATCH applied by the engine. */
function after(preview: Preview, before: Fields | undefined): Fields | undefined {
  let resource = before;
  for (const request of preview.requests) {
    if (request.method === "POST") resource = request.body as Fields;
    if (request.method === "DELETE") return undefined;
    if (request.method === "PATCH" && resource) {
      const applied = scimwright.applyPatch(resource as never, request.body as never) as { ok: boolean; resource?: Fields };
      if (applied.ok && applied.resource) resource = applied.resource;
    }
  }
  return resource;
}

function difference(before: Preview, after: Preview): Difference[] {
  const flowsOf = (preview: Preview) => new Map(preview.attributes.map((flow) => [flow.target, flow.value]));
  const [old, now] = [flowsOf(before), flowsOf(after)];
  const attributes = [...new Set([...old.keys(), ...now.keys()])]
    .map((target) => ({ target, before: old.get(target), after: now.get(target) }))
    .filter((attribute) => JSON.stringify(attribute.before ?? null) !== JSON.stringify(attribute.after ?? null));
  const [a, b] = [outcomeOf(before), outcomeOf(after)];
  if (a === b && attributes.length === 0) return [];
  return [{ id: after.source.id, kind: after.source.kind, name: after.source.displayName ?? after.source.id, before: a, after: b, attributes }];
}
