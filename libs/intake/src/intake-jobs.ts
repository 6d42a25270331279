import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ReferralImports } from './referral-imports';

const LOOK_EVERY_MS = 1_000;
const AFTER_A_FAULT_MS = 5_000;

/** Imports, in the background of the worker process, what people began on the page. */
@Injectable()
export class IntakeJobs {
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly imports: ReferralImports) {}

  /** `onFault` is told of each failed try; the import is tried again. */
  start(onFault: (error: unknown) => void): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal, onFault);
  }

  /** Resolves when the work in hand is left in a state from which it is taken up again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
  }

  private async run(stop: AbortSignal, onFault: (error: unknown) => void): Promise<void> {
    while (!stop.aborted) {
      let wait = LOOK_EVERY_MS;
      try {
        if (await this.imports.runPending({ stop })) wait = 0;
      } catch (error) {
        onFault(error);
        wait = AFTER_A_FAULT_MS;
      }
      await pause(wait, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
