import { setTimeout as pause } from 'node:timers/promises';

// Handlers are registered while the application comes up, after its own hooks: the first look waits for them.
const FIRST_LOOK_MS = 1_000;
const AFTER_A_FAULT_MS = 5_000;

/** Something that the worker looks at again and again until it is asked to stop. */
export abstract class RecurringJob {
  protected abstract readonly everyMs: number;
  protected readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** One look at everything there is; what fails for one case is told and does not keep the others. Answers how many things came about. */
  abstract takeAll(onFault: (error: unknown) => void): Promise<number>;

  start(onFault: (error: unknown) => void): void {
    this.running ??= this.run(onFault);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(onFault: (error: unknown) => void): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = FIRST_LOOK_MS; !signal.aborted;) {
      await pause(wait, undefined, { signal }).catch(() => undefined);
      wait = this.everyMs;
      try {
        if (!signal.aborted) await this.takeAll(onFault);
      } catch (error) {
        onFault(error);
        wait = AFTER_A_FAULT_MS;
      }
    }
  }
}
