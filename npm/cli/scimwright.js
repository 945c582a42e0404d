#!/usr/bin/env node
// Starts the command line, or says which Node it needs: an older one fails while it loads the rest, or in the middle of it.

const { node } = process.versions;
if (Number(node.split(".")[0]) >= 20) import("./commands.js");
else {
  process.stderr.write(`error: scimwright needs Node 20.19 or newer, this is ${node}\nhelp: install a newer one, or use the native command line\n`);
  process.exitCode = 2;
}
