import { expect, test } from "vitest";
import * as scimwright from "scimwright";
import { answer } from "../../answer.js";

test("the package answers", () => {
  const text = answer(scimwright);
  console.log(`ANSWER ${text}`);
  expect(text).toContain("Lovelace, Ada");
});
