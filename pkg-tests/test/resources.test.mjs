// Resources loaded once: every shape, both types, misuse; the answers are those of filterMatches.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Resources, filterMatches } from "scimwright";

const user = (userName, active) => ({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, active });
const group = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "ada" };
const all = [user("Ada", true), group, user("Bob", false), user("ada", false)];

function load(given, options) {
  const loaded = Resources.load(given, options);
  assert.equal(loaded.ok, true, JSON.stringify(loaded.diagnostics));
  return loaded.resources;
}

test("an array, a ListResponse and NDJSON, as objects, text and bytes", () => {
  const lines = all.map((resource) => JSON.stringify(resource)).join("\n");
  for (const given of [all, JSON.stringify(all), { Resources: all }, lines, new TextEncoder().encode(lines)]) {
    const resources = load(given);
    assert.equal(resources.count, 4);
    assert.deepEqual(resources.filter('userName eq "ada"').matches, [0, 3]);
    resources.free();
  }
});

test("the same answers as one by one", () => {
  const resources = load(all);
  for (const filter of ['userName eq "ada" and active eq true', "active ne true", 'not (userName pr)', 'displayName sw "A" or userName co "o"']) {
    const single = all.flatMap((resource, index) => (filterMatches(filter, resource).matches ? [index] : []));
    assert.deepEqual(resources.filter(filter).matches, single, filter);
  }
});

test("what cannot be read or is misused", () => {
  assert.equal(Resources.load("[1]").ok, false);
  assert.equal(Resources.load("{").ok, false);
  assert.throws(() => Resources.load(), { code: "invalid_argument" });
  assert.throws(() => new Resources(), { code: "invalid_argument" });
  const resources = load(all);
  assert.equal(resources.filter("userName eq").scimType, "invalidFilter");
  assert.equal(resources.filter("userName eq 5", { mode: "strict" }).ok, false);
  assert.throws(() => resources.filter(5), { code: "invalid_argument" });
  resources.free();
  resources.free();
  assert.throws(() => resources.count, { code: "freed" });
});
