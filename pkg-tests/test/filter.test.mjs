// Filters that need no answer in text: the same as with one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseFilter, validatePayload } from "scimwright";

const read = (name) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
/** Options make the whole answer cross. */
const whole = (text) => parseFilter(text, {});
const texts = [
  ...read("benches/inputs/filters.json"),
  ...read("tests/cases/scim/filters-valid.json").cases.map(({ filter }) => filter),
  ...read("tests/cases/scim/filters-invalid.json").cases.map(({ filter }) => filter),
  "a pr", "a.b pr", "$ref pr", "urn:x:y:a.b pr", "http://x/2.0:a.b[c.d pr]",
  "not (a pr)", "not (a pr or not (b pr)) and c pr", "a[b pr and (c pr or d pr)] and (a pr or b pr)", "(a pr and b pr) and c pr", "(a pr)",
  'a eq ""', 'a eq "x y"', 'a eq "\\\"\\\\\\n"', 'a eq "\\u00e9"', 'a eq "é"', 'é pr', 'a eq "😀"', "a eq true", "a eq false", "a eq null", "a eq TRUE",
  "a eq 0", "a eq -0", "a eq 1.50", "a eq 1e3", "a eq 9007199254740993", "a eq 18446744073709551616", "a eq x", 'a eq"x"',
  'a eq "é😀" and b[c eq "ü" or d.e eq "𐐷"] and x:y:f.g eq "h" or not (i co "\\u00e9\\ud83d\\ude00")', '(a EQ "é"  AND b.c pr) or  not(d eq "ü" )',
  // As many units as bytes have room, more bytes: cut off it would be another filter.
  `a eq "é${"x".repeat(16_367)}" or b prs`, `a eq "${"x".repeat(16_368)}" or b pr`, `a eq "${"x".repeat(16_369)}" or b pr`,
  " a pr", "a pr ", "a  pr", "a PR", "A pr", "a Eq 1", "a pr AND b pr", "emails [a pr]", 'a[b pr] eq "x"', "", "a", "a eq", `${"(".repeat(200)}a pr`, `a eq "${"x".repeat(20_000)}"`,
];

test("every filter is answered as where its answer crosses whole", () => {
  for (const text of texts) {
    const answer = parseFilter(text);
    assert.deepStrictEqual(answer, whole(text), text);
    // Members stand in the same order too.
    assert.equal(JSON.stringify(answer), JSON.stringify(whole(text)));
  }
});

test("answers share nothing", () => {
  const [one, other] = [parseFilter("a pr and b pr"), parseFilter("a pr and b pr")];
  one.filter.args.pop();
  one.diagnostics.push("mine");
  assert.deepStrictEqual(other, whole("a pr and b pr"));
});

test("memory that has grown is read where it is", () => {
  const text = 'a[b pr] or c eq "d"';
  for (const size of [1, 10, 30]) {
    assert.deepStrictEqual(parseFilter(text), whole(text));
    assert.equal(validatePayload({ userName: "x".repeat(size * 1_000_000) }, { kind: "User", limits: { jsonBytes: 100_000_000 } }).ok, true);
    assert.deepStrictEqual(parseFilter(text), whole(text));
  }
});
