import { Client } from 'pg';
import { Sleepers } from '../sleepers';
import { connectionConfig, type ConnectionOptions } from './connections';

const RECONNECT_MS = 500;

/** One LISTEN connection for all followers in this process. A wake-up says "look again" and nothing more; it may come too often. */
export class WakeUps {
  private readonly sleepers = new Sleepers();
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: ConnectionOptions) {}

  /** Resolves at the next wake-up, after `ms`, or on abort. Listening starts with the first sleeper. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.closed) return Promise.resolve();
    if (!this.retry) this.listen();
    return this.sleepers.sleep(ms, signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    this.sleepers.wakeAll();
    await this.client?.end().catch(() => undefined);
  }

  private listen(): void {
    this.retry = undefined;
    if (this.client) return;
    const client = new Client(connectionConfig(this.options));
    this.client = client;
    const lost = () => {
      if (this.client !== client) return;
      this.client = undefined;
      void client.end().catch(() => undefined);
      if (!this.closed) this.retry = setTimeout(() => this.listen(), RECONNECT_MS);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.sleepers.wakeAll());
    client
      .connect()
      .then(() => client.query('listen guardian_events'))
      // whatever was said while nobody listened
      .then(() => this.sleepers.wakeAll())
      .catch(lost);
  }
}
