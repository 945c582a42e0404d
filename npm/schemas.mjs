// JSON Schemas for what goes in and what comes out, in the words of index.d.ts. `assemble.mjs` writes them beside the package;
// the smoke tests hold real documents to them.

const text = { type: "string" };
const flag = { type: "boolean" };
const count = { type: "integer", minimum: 0 };
const any = {};
const is = (value) => ({ const: value });
const words = (...list) => ({ enum: list });
const list = (items) => ({ type: "array", items });
const map = (values) => ({ type: "object", additionalProperties: values });
const or = (...kinds) => ({ anyOf: kinds });
const nullable = (schema) => or(schema, { type: "null" });
const ref = (name) => ({ $ref: `#/$defs/${name}` });
/** An object of these members and no others; a name that ends in `?` may be left out. */
const object = (members, rest = false) => {
  const names = Object.keys(members);
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name.replace("?", ""), members[name]])),
    required: names.filter((name) => !name.endsWith("?")),
    additionalProperties: rest,
  };
};
const failed = (extra = {}) => object({ ok: is(false), ...extra, "document?": text, diagnostics: list(ref("diagnostic")) });
const answer = (members, extra) => or(object({ ok: is(true), ...members }), failed(extra));

/** What the caller supplies to a test case or an example. */
const supplied = object({
  "now?": nullable(text), "seed?": nullable(count), "taken?": nullable(list(text)), "variables?": nullable(map(text)), "defaultDomain?": nullable(text),
  "kind?": nullable(words("user", "group")),
});

/** What a test case may say in either shape. */
const caseMembers = {
  "name?": nullable(text), "id?": nullable(text), "description?": any, "function?": any, "doc?": any, "certainty?": any, "note?": any,
  "options?": nullable(supplied),
};

const stateMembers = {
  "links?": map(text), "released?": list(text), "members?": map(list(text)), "rolls?": map(list(text)),
  "assignedGroups?": list(text), "unassignedGroups?": list(text), "deletedGroups?": list(text), "dormant?": list(text),
};

/** Shapes that others refer to; `known` are the words of the engine's tables. */
const shapes = (known) => ({
  span: object({ start: count, end: count, line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } }),
  diagnostic: object({
    code: words(...known.codes), name: words(...known.names), severity: words("error", "warning", "info"), message: text, "help?": text, "source?": text,
    "at?": object({ "pointer?": text, "path?": text, "span?": ref("span") }), "labels?": list(object({ span: ref("span"), text })),
    "fixes?": list(object({ title: text, span: ref("span"), replacement: text })),
  }),
  reason: words(...known.reasons),
  action: words("create", "update", "disable", "delete", "stageddelete", "other"),
  status: words("success", "failure", "skipped", "warning"),
  request: object({
    method: words("GET", "POST", "PATCH", "DELETE"), path: text, "query?": map(text), "body?": any,
    purpose: words("testConnection", "match", "read", "create", "update", "disable", "reference", "members", "delete"),
  }),
  source: object({ id: text, kind: words("user", "group"), "displayName?": text }),
  clause: object({ attribute: text, operator: text, "value?": text, "actual?": text, passed: flag, "supported?": is(false) }),
  attribute: object({
    target: text, mapping: words("direct", "expression", "constant", "none"), "source?": text, "value?": any,
    outcome: words("flows", "unchanged", "null", "ignored", "default", "createOnly", "error"), "before?": any, "after?": any, "redacted?": is(true),
  }),
  seats: or(
    object({ seats: list(text), dataCapture: object({ homeWorkspace: nullable(text), enabled: list(text) }), workspacePermissions: map(text) }),
    object({ permissionProfile: text }),
  ),
  log: object({
    id: text, activityDateTime: text, jobId: text, tenantId: text, cycleId: text, changeId: text, provisioningAction: ref("action"), durationInMilliseconds: count,
    provisioningStatusInfo: object({ status: ref("status"), "errorInformation?": map(nullable(text)) }),
    provisioningSteps: list(object({ name: text, provisioningStepType: words("import", "matching", "scoping", "processing", "referenceResolution", "export"), status: ref("status"), description: text, details: map(any) })),
    modifiedProperties: list(object({ displayName: text, oldValue: nullable(text), newValue: nullable(text) })),
    sourceSystem: map(any), targetSystem: map(any), sourceIdentity: map(any), targetIdentity: map(any), initiatedBy: map(text), servicePrincipal: map(text),
  }),
  preview: object({
    source: ref("source"),
    scope: object({ inScope: flag, "reason?": ref("reason"), filters: list(object({ name: text, passed: flag, clauses: list(ref("clause")) })), "objectMapping?": text }),
    matching: object({ queries: list(ref("request")), "targetId?": text }),
    action: ref("action"), status: ref("status"), reason: ref("reason"), attributes: list(ref("attribute")), requests: list(ref("request")),
    "assignment?": object({ name: text, reason: words("import", "groupChange", "profileUpdate"), settings: ref("seats") }),
    log: nullable(ref("log")), diagnostics: list(ref("diagnostic")),
  }),
  state: object(stateMembers),
  step: object({
    span: ref("span"), expression: text, outcome: words("value", "null", "ignore", "error", "skipped"), "type?": text, "value?": any, "error?": text,
    "notes?": list(text), "steps?": list(ref("step")),
  }),
  name: object({ urn: nullable(text), name: text, sub: nullable(text) }),
  filter: or(
    object({ op: words("and", "or"), args: list(ref("filter")) }), object({ op: is("not"), arg: ref("filter") }), object({ op: is("pr"), path: ref("name") }),
    object({ op: words("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"), path: ref("name"), value: { type: ["string", "number", "boolean", "null"] } }),
    object({ op: is("valuePath"), path: ref("name"), filter: ref("filter") }),
  ),
  scimType: words("invalidFilter", "invalidPath", "invalidSyntax", "invalidValue", "mutability", "noTarget"),
  node: object({ expression: nullable(text), name: text, type: words("Attribute", "Constant", "Function"), parameters: list(object({ key: text, value: ref("node") })) }),
  assignment: object({
    name: text, "group?": nullable(text), "updateMode?": words("automatic", "manual"), "seats?": list(text),
    "dataCapture?": object({ "homeWorkspace?": nullable(text), "enabled?": list(text) }), "workspacePermissions?": map(text),
  }),
  function: object({
    name: words(...known.functions), parameters: list(object({ name: text, required: flag, allowMultipleOccurrences: flag, type: text })), "signature?": text, "family?": text,
    "arguments?": list(object({ name: text, kind: text, required: flag, repeats: flag, "words?": list(text) })), "result?": text, "deterministic?": flag, "elementWise?": flag,
    documentation: text, "source?": text, "examples?": list(object({ expression: text, source: { type: "object" }, "options?": supplied, expected: any })), supported: flag,
  }),
  result: object({ "file?": text, name: text, pointer: text, passed: flag, expected: text, actual: text, diagnostics: list(ref("diagnostic")) }),
  case: or(
    object({ ...caseMembers, expression: text, "source?": nullable({ type: "object" }), expected: any }),
    object({ ...caseMembers, "TargetAttributeName?": nullable(text), "Description?": any, Expression: text, "InputAttributes?": nullable({ type: "object" }), ExpectedResult: any }),
  ),
});

/** The documents, each with a title; `examples` are used by the tests. */
const documents = (known, all) => {
  const shown = (schema, example) => ({ ...schema, examples: [example] });
  return {
    settings: ["Settings of a job: every key is optional.", object({
      "$schema?": shown(text, "settings.json"),
      "scope?": shown(words("assigned", "all"), "all"), "assigned?": shown(nullable(list(text)), ["id"]), "links?": shown(map(text), { id: "target" }), "released?": shown(list(text), ["id"]),
      "patchFormat?": shown(words("legacy", "compliant"), "legacy"), "legacyBooleans?": shown(words("text", "boolean"), "text"), "targetSchemas?": shown(words("core+enterprise", "core"), "core"),
      "emitEmptyRoles?": shown(flag, true), "memberRefNull?": shown(flag, true), "onDemand?": shown(flag, false), "skipOutOfScopeDeletions?": shown(flag, false),
      "accidentalDeletionThreshold?": shown(nullable(count), 5), "allowDeletes?": shown(flag, false), "allowedDomains?": shown(list(text), ["contoso.example"]),
      "cycle?": shown(words("initial", "incremental"), "initial"), "changed?": shown(nullable(list(text)), ["id"]), "newIds?": shown(map(text), { id: "new" }),
      "regexMode?": shown(words("search", "full"), "search"), "multiValued?": shown(words("refuse", "all", "any"), "any"), "now?": shown(nullable({ type: "string", format: "date-time" }), "2025-03-25T09:00:00Z"),
      "seed?": shown(count, 7), "defaultDomain?": shown(nullable(text), "contoso.example"), "taken?": shown(list(text), ["a"]),
    })],
    assignments: ["Gong assignments in order, alone or with everything else Gong decides with.", or(list(ref("assignment")), object({
      "$schema?": text, "assignments?": list(ref("assignment")), "defaultAssignment?": nullable(ref("assignment")), "fallbackPermissionProfile?": nullable(text),
      "managerSettings?": object({ "notifyManagers?": flag, "managersControlDataCapture?": flag }), "companyEmailDomains?": list(text),
    }))],
    limits: ["What may be consumed.", object(Object.fromEntries(known.limits.map(([name, said]) => [`${name}?`, { type: "integer", minimum: 1, ...(/nesting$/i.test(name) && { maximum: 256 }), ...said }])))],
    "test-cases": ["What an expression must give for an input, alone or in an array.", or(ref("case"), list(ref("case")))],
    "job-state": ["What the next cycle starts from.", object({ "$schema?": text, ...stateMembers })],
    "evaluation-line": ["A line of `eval --batch`.", object({ expression: text, "source?": any })],
    diagnostic: ["A finding; offsets count UTF-16 units, lines and columns start at 1.", ref("diagnostic")],
    preview: ["What would be done with one object; what `preview --only` prints.", or(ref("preview"), list(ref("preview")))],
    plan: ["What one cycle would do.", object({
      previews: list(ref("preview")), requests: list(ref("request")), summary: map(count), links: map(text), quarantine: flag, diagnostics: list(ref("diagnostic")), "state?": ref("state"),
    })],
    "compact-preview": ["A line of `previewBatch`, and of `preview --compact`.", or(
      object({ source: ref("source"), action: ref("action"), status: ref("status"), reason: ref("reason"), requests: list(ref("request")), "findings?": list(words(...known.codes)) }),
      object({ action: is("other"), status: is("failure"), requests: list(ref("request")), findings: list(words(...known.codes)), message: text }),
    )],
    comparison: ["What saving a configuration would change.", object({
      "ok?": is(true),
      configuration: list(object({ kind: words("user", "group"), "objectMapping?": text, "target?": text, property: text, "before?": text, "after?": text })),
      changes: list(object({
        source: ref("source"), "verdict?": object({ before: text, after: text }), "reason?": object({ before: ref("reason"), after: ref("reason") }),
        attributes: list(object({ target: text, "before?": any, "after?": any })),
      })),
      summary: map(count), diagnostics: list(ref("diagnostic")),
    })],
    evaluation: ["The value of an expression.", answer({ outcome: words("value", "null", "ignore"), "value?": any, "trace?": ref("step"), diagnostics: list(ref("diagnostic")) }, { "trace?": ref("step") })],
    validation: ["What was found in a payload; a line of `validateBatch`.", answer({ valid: flag, diagnostics: list(ref("diagnostic")) })],
    filter: ["A SCIM filter, read; what `filter --ast` prints.", or(answer({ filter: ref("filter"), canonical: text, diagnostics: list(ref("diagnostic")) }, { scimType: ref("scimType") }), object({ canonical: text, filter: ref("filter") }))],
    path: ["A SCIM attribute path, read.", answer({ path: object({ attr: ref("name"), filter: nullable(ref("filter")), sub: nullable(text) }), canonical: text, diagnostics: list(ref("diagnostic")) }, { scimType: ref("scimType") })],
    difference: ["The PATCH request that turns one resource into another; null where nothing differs.", nullable(object({
      schemas: list(is("urn:ietf:params:scim:api:messages:2.0:PatchOp")), Operations: list(object({ op: text, "path?": text, "value?": any })),
    }))],
    patched: ["A resource after a PATCH.", answer({ resource: { type: "object" }, diagnostics: list(ref("diagnostic")) }, { scimType: ref("scimType") })],
    "parse-expression": ["A Microsoft Graph `parseExpression` response.", object({
      parsingSucceeded: flag, evaluationSucceeded: flag, evaluationResult: list(text), parsedExpression: nullable(ref("node")),
      error: nullable(object({ code: text, message: text, target: nullable(text), details: list(object({ code: text, message: text, target: nullable(text) })), innerError: { type: "null" } })),
    })],
    functions: ["A Microsoft Graph `functions` response, with documentation; one of them by name.", or(object({ value: list(ref("function")) }), ref("function"))],
    "filter-operators": ["A Microsoft Graph `filterOperators` response, with what each means.", object({ value: list(object({
      name: words(...known.operators), arity: words("Unary", "Binary"), multivaluedComparisonType: text, supportedAttributeTypes: list(text), inGraph: flag, documentation: text, example: text,
    })) })],
    "test-results": ["What mapping test cases gave; rows of `test`.", or(answer({ passed: flag, results: list(ref("result")) }), list(ref("result")))],
    formatted: ["Expressions in canonical form.", list(answer({ text }))],
    explanation: ["The long text of a code.", object({ code: text, text })],
    report: ["Findings as `--format json` writes them.", list({ ...all.diagnostic, properties: { file: text, ...all.diagnostic.properties, line: count, column: count } })],
  };
};

/** The shapes a schema refers to, and those they refer to. */
function used(schema, all, found = {}) {
  for (const [, name] of JSON.stringify(schema).matchAll(/#\/\$defs\/(\w+)/g)) {
    if (name in found) continue;
    found[name] = all[name];
    used(all[name], all, found);
  }
  return found;
}

/** Every schema by the name of its file. */
export function schemas(known) {
  const all = shapes(known);
  return Object.fromEntries(Object.entries(documents(known, all)).map(([name, [title, schema]]) => {
    const $defs = used(schema, all);
    return [name, { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...schema, ...(Object.keys($defs).length > 0 && { $defs }) }];
  }));
}
