import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The cable before a server: it can be cut, and it can swallow everything while both ends believe that it holds. */
export class Wire {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private cutBefore = false;

  private constructor(
    private readonly listener: Server,
    private readonly targetPort: number,
  ) {
    listener.on('connection', (client) => this.join(client));
  }

  static async to(targetPort: number): Promise<Wire> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new Wire(listener, targetPort);
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Every connection ends as when the server's machine loses power. New ones may come at once. */
  kill(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Every connection there is goes dead without a word; new ones work. */
  blackHole(): void {
    for (const [client, server] of this.pairs) {
      client.unpipe(server).resume();
      server.unpipe(client).resume();
    }
  }

  /** While out, new connections are turned away as well. */
  out(isOut: boolean): void {
    this.cutBefore = isOut;
    if (isOut) this.kill();
  }

  async close(): Promise<void> {
    this.listener.close();
    this.kill();
    await once(this.listener, 'close');
  }

  private join(client: Socket): void {
    if (this.cutBefore) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.targetPort, '127.0.0.1');
    const pair = [client, server] as const;
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.pairs.delete(pair);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    server.pipe(client);
  }
}
