import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin } from "vite";

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "img-src": "'self' data:",
  "base-uri": "'none'",
  "form-action": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "scimwright-worker",
};

function policy(change: Partial<typeof POLICY> & Record<string, string> = {}): string {
  return Object.entries({ ...POLICY, ...change })
    .map(([name, to]) => `${name} ${to}`)
    .join("; ");
}

/** The policy stands in the page itself, so that it holds wherever the files are put. */
function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    transformIndexHtml: {
      order: "post",
      handler: (html) => html.replace("<!-- policy -->", `<meta http-equiv="Content-Security-Policy" content="${policy()}">`),
    },
  };
}

/** One file that opens from disk: script and style inlined, each allowed by its hash. */
function singleFile(): Plugin {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return {
    name: "single-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") return;
      let html = String(page.source);
      const scripts: string[] = [];
      const styles: string[] = [];
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk" && file.isEntry) {
          scripts.push(file.code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--"));
        } else if (file.type === "asset" && name.endsWith(".css")) {
          styles.push(String(file.source));
        } else continue;
        delete bundle[name];
      }
      const script = scripts.join("\n");
      const style = styles.join("\n");
      html = html
        .replace(/<script type="module"[^>]*><\/script>/, "")
        .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
        .replace(/<link rel="icon"[^>]*>/, "")
        .replace("<!-- policy -->", () => {
          const content = policy({
            "script-src": `${hash(script)} 'wasm-unsafe-eval'`,
            "worker-src": "blob:",
            "style-src": hash(style),
            "connect-src": "'none'",
            "img-src": "data:",
          });
          return `<meta http-equiv="Content-Security-Policy" content="${content}">`;
        })
        .replace("</body>", () => `<script type="module">${script}</script>\n</body>`);
      delete bundle["index.html"];
      this.emitFile({ type: "asset", fileName: "scimwright.html", source: html });
    },
  };
}

/** The worker as text, engine and all, for the page that is one file. */
function workerSource(): Plugin {
  const id = "virtual:worker-source";
  return {
    name: "worker-source",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(asked) {
      if (asked !== `\0${id}`) return undefined;
      const made = await build({
        configFile: false,
        logLevel: "warn",
        resolve: { alias: INLINE },
        build: { write: false, target: "es2022", rollupOptions: { input: entry("src/worker.ts"), output: { format: "iife", codeSplitting: false } } },
      });
      const output = (Array.isArray(made) ? made : [made]).flatMap((one) => ("output" in one ? one.output : []));
      const chunk = output.find((one) => one.type === "chunk");
      return `export default ${JSON.stringify(chunk?.type === "chunk" ? chunk.code : "")}`;
    },
  };
}

function entry(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** The package's inline entry carries the wasm module as text. */
const INLINE = [{ find: /^scimwright$/, replacement: "scimwright/inline" }];

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

export default defineConfig(({ mode }) => {
  const single = mode === "single";
  return {
    base: "./",
    define: { __VERSION__: JSON.stringify(version) },
    resolve: { alias: single ? [...INLINE, { find: /^\.\/start-worker$/, replacement: entry("src/start-inline-worker.ts") }] : [] },
    build: {
      outDir: single ? "dist-single" : "dist",
      target: "es2022",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      cssCodeSplit: false,
      reportCompressedSize: true,
    },
    worker: { format: "es" },
    plugins: single ? [workerSource(), singleFile()] : [contentSecurityPolicy()],
    preview: { headers: { "Content-Security-Policy": `${policy()}; frame-ancestors 'none'`, "X-Content-Type-Options": "nosniff" } },
  };
});
