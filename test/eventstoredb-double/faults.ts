/** What may happen to one append. `…-after-storing`: the server has the events, and the writer does not hear of it. */
export const APPEND_FAULTS = [
  'silence',
  'silence-after-storing',
  'half-close',
  'half-close-after-storing',
  'busy',
  'not-leader',
  'kill',
  'kill-after-storing',
  'late-answer',
] as const;
export type AppendFault = (typeof APPEND_FAULTS)[number];

/** What may happen to one read: no answer at all, the connection lost on the way, or every event twice. */
export type ReadFault = 'silence' | 'kill' | 'duplicates';

/** What may happen to one subscription: every event twice, dropped as too slow, ended politely, or nothing ever told. */
export type SubscriptionFault = 'duplicates' | 'slow-consumer' | 'end' | 'silence';

/** Faults in the order in which calls will meet them. */
export class Faults<Fault> {
  /** Calls so far, with a fault and without. */
  met = 0;
  private readonly coming: (Fault | undefined)[] = [];

  /** The next `times` calls meet it. */
  next(fault: Fault, times = 1): void {
    this.coming.push(...Array<Fault>(times).fill(fault));
  }

  /** So many calls go well before the faults named after this. */
  spare(calls: number): void {
    this.coming.push(...Array<undefined>(calls).fill(undefined));
  }

  clear(): void {
    this.coming.length = 0;
  }

  meet(): Fault | undefined {
    this.met++;
    return this.coming.shift();
  }
}
