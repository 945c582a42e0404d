// Fails a pull request when a mapping breaks: `node ci.mjs CASES.json [SCHEMA.json]`.
//
// CASES.json says what expressions must give (see mapping-cases.json); SCHEMA.json is the exported configuration.

import { appendFileSync, readFileSync } from "node:fs";
import { checkSchema, report, testMappings } from "scimwright";

const [cases, schema] = process.argv.slice(2);
if (cases === undefined) {
  console.error("usage: node ci.mjs CASES.json [SCHEMA.json]");
  process.exit(2);
}

const tested = testMappings(readFileSync(cases, "utf8"));
const failed = tested.ok ? tested.results.filter((result) => !result.passed) : [];
for (const { name, expected, actual } of failed) console.log(`::error file=${cases},title=mapping test::${name}: expected ${expected}, got ${actual}`);

const sections = tested.ok ? [] : [{ name: cases, text: readFileSync(cases, "utf8"), diagnostics: tested.diagnostics }];
if (schema !== undefined) {
  const text = readFileSync(schema, "utf8");
  sections.push({ name: schema, text, diagnostics: checkSchema(text).diagnostics });
}
process.stdout.write(report(sections, { format: "github" }).text);

const errors = sections.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === "error").length + failed.length;
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, errors === 0 ? "Mappings hold.\n" : `${errors} mapping errors.\n`);
process.exit(errors === 0 ? 0 : 1);
