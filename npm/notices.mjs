// Third-party notices: the crates compiled into the module, with their licence texts, from Cargo's own records.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** What Cargo resolves for the module: no build-time crates, no procedural macros. */
function crates(root) {
  const metadata = JSON.parse(execFileSync("cargo", ["metadata", "--format-version=1", "--locked", "--no-default-features", "--filter-platform=wasm32-unknown-unknown"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }));
  const packages = new Map(metadata.packages.map((one) => [one.id, one]));
  const nodes = new Map(metadata.resolve.nodes.map((one) => [one.id, one]));
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || packages.get(id).targets.some(({ kind }) => kind.includes("proc-macro"))) return;
    found.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  const own = metadata.packages.find(({ name }) => name === "scimwright").id;
  visit(own);
  found.delete(own);
  return [...found].map((id) => packages.get(id)).sort((left, right) => left.name.localeCompare(right.name));
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
