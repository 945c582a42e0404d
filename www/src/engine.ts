/** The engine as the page sees it: questions to a worker, answers as values, the newest preview wins. */

import type { Ask, Question, Reply } from "./protocol";
import { startWorker } from "./start-worker";
import type { Answer, Diagnostic, Difference, Failed, Input, People, Plan, Span } from "./types";

export interface FunctionEntry {
  name: string;
  family?: string;
  summary?: string;
  signature?: string;
  documentation?: string;
  parameters?: { name: string; required?: boolean; allowMultipleOccurrences?: boolean }[];
  examples?: { expression: string; source: unknown; expected: unknown }[];
  source?: string;
}

export interface Operator {
  name: string;
  arity: "Binary" | "Unary" | string;
  documentation?: string;
  summary?: string;
}

export interface CodeRow {
  code: string;
  name: string;
  severity: string;
  summary: string;
}

export interface Completion {
  label: string;
  kind: string;
  detail: string;
  documentation: string;
  insert: string;
  replace: Span;
}

export interface Hover {
  title: string;
  body: string;
  span: Span;
}

/** What one part of an expression gave, with the parts inside it. */
export interface TraceStep {
  span: Span;
  expression: string;
  outcome: string;
  type?: string;
  value?: unknown;
  error?: string;
  notes?: string[];
  steps?: TraceStep[];
}

export type Evaluation =
  | { ok: true; outcome: "value" | "null" | "ignore"; value?: unknown; trace?: TraceStep; diagnostics: Diagnostic[] }
  | Failed;

/** Superseded: a newer preview was asked for before this one was worked out. */
export const SUPERSEDED = Symbol("superseded");

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  progress?: (done: number, total: number) => void;
}

export class EngineError extends Error {}

export class EngineClient {
  private worker: Worker | undefined;
  private ready: Promise<unknown> | undefined;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private held: People | undefined;
  private running = false;
  private next: { ask: Ask; resolve: (answer: Answer | typeof SUPERSEDED) => void; reject: (e: Error) => void } | undefined;

  /** Starts the worker and the engine in it; resolves once both answer. */
  start(): Promise<unknown> {
    if (!this.ready) {
      this.worker = startWorker();
      this.worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
      this.worker.onerror = (event) => this.fail(event.message || "the engine could not be started");
      this.ready = this.send({ do: "start" });
      if (this.held) void this.send({ do: "people", people: this.held });
    }
    return this.ready;
  }

  /** Ends whatever the worker is doing; the next question gets a fresh engine. */
  cancel(): void {
    this.fail("cancelled");
  }

  async people(people: People): Promise<void> {
    this.held = people;
    await this.start();
    await this.send({ do: "people", people });
  }

  /** One preview run. Only the newest waits: an older one that has not begun is given up. */
  run(input: Input, selected: string | undefined, rows: boolean): Promise<Answer | typeof SUPERSEDED> {
    return new Promise((resolve, reject) => {
      this.next?.resolve(SUPERSEDED);
      this.next = { ask: { do: "run", input, select: selected, rows }, resolve, reject };
      void this.pump();
    });
  }

  private async pump(): Promise<void> {
    if (this.running) return;
    const turn = this.next;
    if (!turn) return;
    this.next = undefined;
    this.running = true;
    try {
      await this.start();
      turn.resolve((await this.send(turn.ask, this.onProgress)) as Answer);
    } catch (error) {
      turn.reject(error as Error);
    } finally {
      this.running = false;
      void this.pump();
    }
  }

  onProgress: ((done: number, total: number) => void) | undefined;

  /** The whole plan, for taking away. */
  async plan(input: Input): Promise<Plan> {
    await this.start();
    return (await this.send({ do: "plan", input })) as Plan;
  }

  /** Who would be treated otherwise by the edited configuration. */
  async compare(loaded: Input, edited: Input): Promise<Difference[]> {
    await this.start();
    return (await this.send({ do: "compare", loaded, edited })) as Difference[];
  }

  /** One of the engine's plain functions, by its name in the package. */
  async call<T>(name: string, ...args: unknown[]): Promise<T> {
    await this.start();
    return (await this.send({ do: "call", name, args })) as T;
  }

  private send(ask: Ask, progress?: Pending["progress"]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.nextId;
      this.nextId += 1;
      this.pending.set(id, { resolve, reject, progress });
      const question: Question = { id, ask };
      this.worker?.postMessage(question);
    });
  }

  private receive(reply: Reply): void {
    const waiting = this.pending.get(reply.id);
    if (!waiting) return;
    if ("progress" in reply) {
      waiting.progress?.(reply.progress.done, reply.progress.total);
      return;
    }
    this.pending.delete(reply.id);
    if (reply.ok) waiting.resolve(reply.value);
    else waiting.reject(new EngineError(reply.error));
  }

  private fail(message: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = undefined;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) one.reject(new EngineError(message));
  }
}
