/** Versions: of the engine, and of the rules it knows. */
export interface Version {
  engine: string;
  rules: string;
}

/** A row of the table of diagnostic codes. */
export interface CodeRow {
  code: string;
  name: string;
  severity: Severity;
  summary: string;
}

export type Severity = "error" | "warning" | "info";

export function version(): Version;
/** The long text of a diagnostic code or name. */
export function explain(code: string): string;
export function codes(): CodeRow[];

/** Where the module may come from. */
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the module; needed once in browsers, harmless elsewhere. Concurrent calls share one promise.
 * A Content-Security-Policy needs `script-src 'wasm-unsafe-eval'`.
 */
export function init(source?: InitSource | Promise<InitSource> | { module_or_path: InitSource | Promise<InitSource> }): Promise<void>;
export default init;
/** Takes bytes or a compiled module without waiting. */
export function initSync(source: BufferSource | WebAssembly.Module | { module: BufferSource | WebAssembly.Module }): void;

export type EngineErrorCode = "not_initialised" | "load_failed" | "invalid_argument" | "lone_surrogate" | "not_text" | "freed" | "stale_handle" | "trap";

/** Misuse of the package. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
}

/** The input hit a bug; the instance was replaced and the next call works. */
export class EngineTrapError extends EngineError {
  readonly code: "trap";
}
