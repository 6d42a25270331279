import type {
  EventStoreDBClient,
  Position as LogPosition,
  RecordedEvent as ClientEvent,
  ResolvedEvent,
  StreamingRead,
} from '@eventstore/db-client';
import { streamDamaged } from './guardian-events';
import { errorType, type Patience, Silence, untilAnswered } from './attempts';

/** Never more at once: an unbounded read fills the heap. */
export const PAGE = 1_000;

/** Reads in pages, each with an end, each tried again. By the leader only: another node may not know yet what was just stored. */
export class LogPages {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly patience: Patience,
    private readonly isOver: () => boolean,
  ) {}

  /** Of one stream, from this revision (0 the first) on; none when there is no such stream. */
  async ofStream(name: string, fromRevision: bigint, maxCount = PAGE): Promise<ClientEvent[]> {
    return this.page(async () => {
      try {
        return await this.collect(this.client.readStream(name, { fromRevision, maxCount, requiresLeader: true }));
      } catch (error) {
        if (errorType(error) === 'stream-not-found') return [];
        throw errorType(error) === 'stream-deleted' ? streamDamaged(name) : error;
      }
    });
  }

  /** Of everything, some `count` events after this position, each once. */
  async after(position: LogPosition | undefined, count: number): Promise<{ readonly events: ClientEvent[]; readonly isEnd: boolean }> {
    const maxCount = count + 1; // a read begins with the event at the position itself
    const options = { direction: 'forwards', maxCount, requiresLeader: true } as const;
    const page = await this.page(() => this.collect(this.client.readAll({ ...options, fromPosition: position ?? 'start' })));
    let last = position;
    const events = page.filter((event) => {
      if (last && event.position && !isAfter(event.position, last)) return false;
      last = event.position ?? last;
      return true;
    });
    return { events, isEnd: page.length < maxCount };
  }

  /** Of everything, newest first, before this position. */
  async before(position: LogPosition | undefined, maxCount: number): Promise<ClientEvent[]> {
    const options = { direction: 'backwards', maxCount, requiresLeader: true } as const;
    return this.page(() => this.collect(this.client.readAll({ ...options, fromPosition: position ?? 'end' })));
  }

  private page(read: () => Promise<ClientEvent[]>): Promise<ClientEvent[]> {
    return untilAnswered(this.patience.patienceMs, this.isOver, read);
  }

  private async collect(read: StreamingRead<ResolvedEvent>): Promise<ClientEvent[]> {
    const events: ClientEvent[] = [];
    const silence = setTimeout(() => read.destroy(new Silence()), this.patience.answerWithinMs);
    read.on('error', () => undefined); // one that comes when nobody reads any more would end the process
    try {
      for await (const { event } of read) {
        silence.refresh();
        if (event) events.push(event);
      }
      return events;
    } finally {
      clearTimeout(silence);
      void read.cancel().catch(() => undefined); // a read that is left stays open on both sides
    }
  }
}

const isAfter = (a: LogPosition, b: LogPosition): boolean => a.commit > b.commit || (a.commit === b.commit && a.prepare > b.prepare);
