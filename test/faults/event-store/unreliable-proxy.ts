import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Fault = 'cut' | 'silence';

/** Stands between a store and its database, and can lose the answer to a statement that the database has carried out. */
export class UnreliableProxy {
  private fault: { marker: string; kind: Fault } | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async to(url: string): Promise<UnreliableProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new UnreliableProxy(server, new URL(url));
  }

  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** The next statement that contains `marker` reaches the database; its answer is cut off, or never comes. */
  loseAnswerTo(marker: string, kind: Fault): void {
    this.fault = { marker, kind };
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const database = connect(Number(this.target.port), this.target.hostname);
    let lose: Fault | undefined;
    client.on('data', (sent) => {
      if (this.fault && sent.includes(this.fault.marker)) {
        lose = this.fault.kind;
        this.fault = undefined;
      }
      database.write(sent);
    });
    database.on('data', (answer) => {
      if (lose === undefined) client.write(answer);
      else if (lose === 'cut') client.destroy();
    });
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
