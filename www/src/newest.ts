/** One piece of work at a time; of what is asked for meanwhile, only the newest is kept. */
export class Newest {
  private running = false;
  private next: (() => Promise<void>) | undefined;

  async ask(work: () => Promise<void>): Promise<void> {
    this.next = work;
    if (this.running) return;
    this.running = true;
    while (this.next) {
      const turn: () => Promise<void> = this.next;
      this.next = undefined;
      await turn();
    }
    this.running = false;
  }
}
