/** The engine as the page sees it: questions to workers, answers as values, a worker for what is asked while typing, another for the work over everybody. */

import type { Ask, Name, Previewed, Question, Questions, Reply, Written } from "./protocol";
import type { Callable } from "./session";
import { startWorker } from "./start-worker";
import type { Detail, Difference, Failed, Fields, Input, People, Plan, Rows } from "./types";

/** Said by questions whose work was ended on purpose. */
export const CANCELLED = "cancelled";

export class EngineError extends Error {}

/** A worker, and the questions it has yet to answer. */
class Lane {
  private worker: Worker | undefined;
  private ready: Promise<unknown> | undefined;
  private nextId = 1;
  private readonly pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void; expect?: (milliseconds: number) => void }>();

  constructor(private readonly people: () => People | undefined) {}

  /** Starts the worker and the engine in it; resolves once both answer. */
  start(): Promise<unknown> {
    if (!this.ready) {
      this.worker = startWorker();
      this.worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
      this.worker.onerror = (event) => this.stop(event.message || "the engine could not be started");
      this.ready = this.send({ do: "start" });
      const people = this.people();
      if (people) void this.send({ do: "people", people }).catch(() => undefined);
    }
    return this.ready;
  }

  async ask<N extends Name>(name: N, question: Questions[N]["ask"], expect?: (milliseconds: number) => void): Promise<Questions[N]["answer"]> {
    await this.start();
    return this.send({ do: name, ...question } as Ask, expect) as Promise<Questions[N]["answer"]>;
  }

  /** Tells a worker that runs already; one that starts later is told the newest then. */
  tell<N extends "people" | "person">(name: N, news: Questions[N]["ask"]): void {
    if (this.ready) void this.send({ do: name, ...news } as Ask).catch(() => undefined);
  }

  /** Ends whatever the worker is doing; the next question gets a fresh engine. */
  stop(message: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = undefined;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) one.reject(new EngineError(message));
  }

  private send(ask: Ask, expect?: (milliseconds: number) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const question: Question = { id: this.nextId, ask };
      this.nextId += 1;
      this.pending.set(question.id, { resolve, reject, expect });
      this.worker?.postMessage(question);
    });
  }

  private receive(reply: Reply): void {
    const waiting = this.pending.get(reply.id);
    if (!waiting) return;
    if ("expected" in reply) {
      waiting.expect?.(reply.expected);
      return;
    }
    this.pending.delete(reply.id);
    if (reply.ok) waiting.resolve(reply.value);
    else waiting.reject(new EngineError(reply.error));
  }
}

/** Two workers: one answers at once, the other works through everybody without standing in its way. */
export class EngineClient {
  private everybody: People | undefined;
  private readonly quick = new Lane(() => this.everybody);
  private readonly bulk = new Lane(() => this.everybody);

  /** The quick worker first: the other then finds the module in the browser's cache. */
  async start(): Promise<void> {
    await this.quick.start();
    await this.bulk.start();
  }

  /** The worker for everybody; where it cannot be started again, for want of a network, the quick one takes its place. */
  private async patient(): Promise<Lane> {
    return this.bulk.start().then(() => this.bulk, () => this.quick);
  }

  people(people: People): void {
    this.everybody = people;
    for (const lane of [this.quick, this.bulk]) lane.tell("people", { people });
  }

  person(key: string, object: Fields, people: People): void {
    this.everybody = people;
    for (const lane of [this.quick, this.bulk]) lane.tell("person", { key, object });
  }

  preview(input: Input, key: string | undefined): Promise<Previewed | Failed> {
    return this.quick.ask("preview", { input, key });
  }

  write(input: Input, key: string | undefined, mapping: string, expression: string): Promise<Written> {
    return this.quick.ask("write", { input, key, mapping, expression });
  }

  evaluate(input: Input, key: string | undefined, expression: string): Promise<Pick<Written, "trace" | "diagnostics">> {
    return this.quick.ask("evaluate", { input, key, expression });
  }

  async rows(input: Input, expect: (milliseconds: number) => void): Promise<({ ok: true } & Rows) | Failed> {
    return (await this.patient()).ask("rows", { input }, expect);
  }

  async exact(input: Input, key: string): Promise<Detail | undefined> {
    return (await this.patient()).ask("exact", { input, key });
  }

  /** The whole plan, for taking away. */
  async plan(input: Input): Promise<Plan> {
    return (await this.patient()).ask("plan", { input });
  }

  /** Who would be treated otherwise by the edited configuration. */
  async compare(loaded: Input, edited: Input, expect: (milliseconds: number) => void): Promise<Difference[]> {
    return (await this.patient()).ask("compare", { loaded, edited }, expect);
  }

  /** Ends the work over everybody. */
  cancel(): void {
    this.bulk.stop(CANCELLED);
  }

  /** One of the package's plain functions, by its name there. */
  call<N extends keyof Callable>(name: N, ...args: Parameters<Callable[N]>): Promise<Awaited<ReturnType<Callable[N]>>> {
    return this.quick.ask("call", { name, args }) as Promise<Awaited<ReturnType<Callable[N]>>>;
  }
}
