import { createHash } from 'node:crypto';
import { DomainError } from '@guardian/kernel';
import { type RecordedEvent, streamName } from '../event-store';
import { StreamRevisions } from './stream-revisions';

/** What can be said of a whole log whichever store it is in. */
export interface LogSummary {
  readonly events: number;
  readonly categories: readonly CategorySummary[];
  /** 64 hexadecimal digits: the sum of the SHA-256 of its events (stream, revision, type, data, metadata). Their order does not enter. */
  readonly hash: string;
}

export interface CategorySummary {
  readonly category: string;
  readonly streams: number;
  readonly events: number;
}

const MODULUS = 2n ** 256n;

/** Counts a log as it is read, in little memory. It is no seal: whoever may write a log can make one of any sum. */
export class Census {
  private readonly revisions = new StreamRevisions();
  private readonly categories = new Map<string, { streams: number; events: number }>();
  private sum = 0n;
  events = 0;

  /** Throws DomainError `LogDamaged` when it is not the next one of its stream. */
  add(event: RecordedEvent): void {
    const { stream, revision } = event;
    const expected = this.newestOf(event) + 1;
    if (revision !== expected) {
      throw new DomainError(
        'LogDamaged',
        `The log is damaged: ${streamName(stream)} has ${revision} where revision ${expected} should be.`,
        {
          stream: streamName(stream),
          revision,
          expected,
        },
      );
    }
    this.revisions.set(stream.id, revision);
    const counts = this.categories.get(stream.category) ?? { streams: 0, events: 0 };
    if (revision === 1) counts.streams++;
    counts.events++;
    this.categories.set(stream.category, counts);
    this.sum = (this.sum + BigInt(`0x${hashOf(event)}`)) % MODULUS;
    this.events++;
  }

  /** Revision of the newest event counted of the stream that this one belongs to; 0 for none. */
  newestOf({ stream }: RecordedEvent): number {
    return this.revisions.of(stream.id);
  }

  summary(): LogSummary {
    const categories = [...this.categories].map(([category, counts]) => ({ category, ...counts }));
    return {
      events: this.events,
      categories: categories.sort((a, b) => (a.category < b.category ? -1 : 1)),
      hash: this.sum.toString(16).padStart(64, '0'),
    };
  }
}

/** Of what an event says: the position and the time of storing are each store's own. */
export function hashOf({ stream: { category, id }, revision, type, data, metadata }: RecordedEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([category, id, revision, type, data, metadata]))
    .digest('hex');
}
