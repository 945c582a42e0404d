const { writeSync } = require("node:fs");
const scimwright = require("scimwright");
const { answer } = require("../../work/answer.cjs");

test("the package answers", () => {
  const text = answer(scimwright);
  writeSync(1, `ANSWER ${text}\n`);
  expect(text).toContain("Lovelace, Ada");
});
