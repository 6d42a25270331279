import { AsyncLocalStorage } from 'node:async_hooks';
import { type Clock, systemClock } from '@guardian/kernel';

interface Moment {
  readonly at: Date;
  /** For a case that is opened at this moment. */
  readonly referenceNumber: number;
}

/**
 * The clock of the demo cohort. Many cases are lived through at once, each in its own time: whoever asks is told the instant of the
 * step that it is working for.
 */
export class SimulatedTime implements Clock {
  private readonly moments = new AsyncLocalStorage<Moment>();

  during<T>(moment: Moment, work: () => Promise<T>): Promise<T> {
    return this.moments.run(moment, work);
  }

  now(): Date {
    // outside any step only the demo itself asks: then it is the present
    return this.moments.getStore()?.at ?? systemClock.now();
  }

  /** Stands for the running numbers of the service. */
  next(): Promise<number> {
    const moment = this.moments.getStore();
    return moment ? Promise.resolve(moment.referenceNumber) : Promise.reject(new Error('a number was asked for outside any step'));
  }
}
