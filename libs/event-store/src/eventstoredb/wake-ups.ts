import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { Sleepers } from '../sleepers';
import { STREAM_NAME } from './guardian-events';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * One subscription for all followers in this process, from its first sleeper on. It only says "look again": what was lost, doubled or
 * dropped on its way does no harm, so nothing is remembered of it, least of all a position.
 */
export class WakeUps {
  private readonly sleepers = new Sleepers();
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly client: EventStoreDBClient) {}

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.closing.signal.aborted) return Promise.resolve();
    this.listening ??= this.listen();
    return this.sleepers.sleep(ms, signal);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.sleepers.wakeAll();
    await this.listening;
  }

  private async listen(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.closing.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const heard = await this.subscribe().catch(() => false);
      if (heard) pause = FIRST_PAUSE_MS;
      await sleep(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }

  /** Until the server ends it, the connection is lost or `close`. True when it was heard of at all. */
  private async subscribe(): Promise<boolean> {
    let confirmed = false;
    const filter = { filterOn: 'streamName', regex: STREAM_NAME, checkpointInterval: 1_000 } as const;
    const subscription = this.client.subscribeToAll({ fromPosition: 'end', filter });
    const stop = () => subscription.destroy();
    subscription.on('error', () => undefined);
    subscription.on('confirmation', () => {
      confirmed = true;
      this.sleepers.wakeAll(); // whatever was stored while nobody listened
    });
    this.closing.signal.addEventListener('abort', stop);
    try {
      for await (const _ of subscription) this.sleepers.wakeAll();
    } catch {
      // ended one way or another: the caller subscribes again
    } finally {
      this.closing.signal.removeEventListener('abort', stop);
      void subscription.unsubscribe().catch(() => undefined);
    }
    return confirmed;
  }
}
