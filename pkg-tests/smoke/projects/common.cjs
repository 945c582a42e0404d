// Node: the CommonJS entry.
const scimwright = require("scimwright");
const { answer } = require("../work/answer.cjs");

console.log(`ANSWER ${answer(scimwright)}`);
