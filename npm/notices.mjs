// Third-party notices: the crates compiled into the module, with their licence texts, from Cargo's own records.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** What Cargo compiles into the module: no build-time crates, no procedural macros, no features of other builds. */
function crates(root) {
  const cargo = (...words) => execFileSync("cargo", [...words, "--locked", "--no-default-features"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
  const tree = cargo("tree", "--package=scimwright-module", "--target=wasm32-unknown-unknown", "--edges=normal,no-proc-macro", "--prefix=none", "--format={p}");
  const compiled = new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" v").replace("vv", "v")));
  const { packages } = JSON.parse(cargo("metadata", "--format-version=1"));
  return packages.filter(({ name, version }) => !name.startsWith("scimwright") && compiled.has(`${name} v${version}`)).sort((left, right) => left.name.localeCompare(right.name));
}

/** The licence texts a crate ships; of several to choose from, the MIT one. */
function texts({ manifest_path: manifest }) {
  const folder = dirname(manifest);
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|unlicense)/i.test(name)).sort();
  const mit = files.filter((name) => /mit/i.test(name));
  return (mit.length > 0 ? mit : files).map((name) => readFileSync(join(folder, name), "utf8").trim());
}

export function notices(root, introduction) {
  const byText = new Map();
  const rows = crates(root).map((crate) => {
    for (const text of texts(crate)) byText.set(text, [...(byText.get(text) ?? []), crate.name]);
    return `- ${crate.name} ${crate.version}: ${crate.license}`;
  });
  const sections = Array.from(byText, ([text, names]) => `## ${names.join(", ")}\n\n\`\`\`text\n${text}\n\`\`\``);
  return `${introduction.trim()}\n\n${rows.join("\n")}\n\n${sections.join("\n\n")}\n`;
}
