import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { sendUnaryData, Server as GrpcServer } from '@grpc/grpc-js';
import { append, softDelete, tombstone } from './appending';
import { batchAppend } from './batch-appending';
import { EventLog } from './event-log';
import { Faults } from './faults';
import { Server, ServerCredentials } from './grpc';
import { uuidOf } from './messages';
import type { Menu, Node, User } from './node';
import { read } from './reading';
import { Wire } from './wire';

export interface Double {
  /** For one node: `esdb://…`; for more `esdb+discover://…`. With TLS, and as a user who may read everything. */
  readonly url: string;
  /** The same without the wire in front of it, which costs time: for measuring. */
  readonly directUrl: string;
  readonly log: EventLog;
  readonly faults: Menu;
  /** That clients hold now, on all nodes together. */
  connections(): number;
  /** Where each node listens. */
  readonly ports: readonly number[];
  /** `url` as somebody else; password as it is, not yet encoded. */
  urlFor(user: string, password: string): string;
  /** Every connection ends at once, and what a server remembers in memory is gone; what it stored stays. */
  kill(): void;
  /** Every connection there is goes dead and does not say so. */
  blackHole(): void;
  /** No connection at all, or again. */
  out(isOut: boolean): void;
  /** Another node leads from now on. */
  elect(node: number): void;
  close(): Promise<void>;
}

export const CERTIFICATES = path.join(__dirname, 'certificates');
const PASSWORD = 'changeit:100% secret';
const USERS = new Map<string, User>([
  ['admin', { password: PASSWORD, admin: true }],
  ['ops', { password: PASSWORD, admin: false }],
]);

/** An EventStoreDB as far as its clients can tell, on free ports of this machine. `close` it. */
export async function startDouble({ nodes = 1, log = new EventLog() }: { nodes?: number; log?: EventLog } = {}): Promise<Double> {
  const faults: Menu = { appends: new Faults(), reads: new Faults(), subscriptions: new Faults(), clockAheadMs: 0, lateByMs: 1_000 };
  const running: { readonly server: GrpcServer; readonly wire: Wire; readonly port: number }[] = [];
  let leader = 0;
  const kill = () => {
    log.forgetRecentIds();
    for (const { wire } of running) wire.kill();
  };
  for (let i = 0; i < nodes; i++) {
    const node: Node = {
      log,
      users: USERS,
      faults,
      kill,
      isLeader: () => leader === i,
      leaderPort: () => running[leader]?.wire.port ?? 0,
    };
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(StreamsService, {
      append: append(node),
      batchAppend: batchAppend(node),
      delete: softDelete(node),
      read: read(node),
      tombstone: tombstone(node),
    });
    server.addService(ServerFeaturesService, { getSupportedMethods });
    server.addService(GossipService, {
      read: (_: unknown, done: sendUnaryData<ClusterInfo>) => {
        const members = running.map(({ wire }, member) => memberInfo(wire.port, member === leader));
        done(null, new ClusterInfo().setMembersList(members));
      },
    });
    const port = await listen(server);
    running.push({ server, wire: await Wire.to(port), port });
  }
  const urlOn = (ports: readonly number[], user: string, password: string) => {
    const scheme = nodes === 1 ? 'esdb' : 'esdb+discover';
    const ca = encodeURIComponent(path.join(CERTIFICATES, 'test-authority.pem'));
    return `${scheme}://${user}:${encodeURIComponent(password)}@localhost:${ports[0]}?tlsCAFile=${ca}`;
  };
  const ports = running.map(({ wire }) => wire.port);
  return {
    url: urlOn(ports, 'admin', PASSWORD),
    directUrl: urlOn(
      running.map(({ port }) => port),
      'admin',
      PASSWORD,
    ),
    urlFor: (user, password) => urlOn(ports, user, password),
    log,
    faults,
    ports,
    connections: () => running.reduce((sum, { wire }) => sum + wire.connections, 0),
    kill,
    blackHole: () => running.forEach(({ wire }) => wire.blackHole()),
    out: (isOut) => running.forEach(({ wire }) => wire.out(isOut)),
    elect: (node) => {
      leader = node;
    },
    close: async () => {
      for (const { server, wire } of running) {
        await wire.close();
        server.forceShutdown();
      }
    },
  };
}

function listen(server: GrpcServer): Promise<number> {
  const [key, certificate] = ['localhost-key.pem', 'localhost.pem'].map((file) => readFileSync(path.join(CERTIFICATES, file)));
  if (!key || !certificate) throw new Error('no certificate');
  const credentials = ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: certificate }]);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

function getSupportedMethods(_: unknown, done: sendUnaryData<SupportedMethods>): void {
  const methods = Object.values(StreamsService).map(({ path: method }: { path: string }) => {
    const [, service = '', name = ''] = method.split('/');
    return new SupportedMethod().setServiceName(service).setMethodName(name.toLowerCase());
  });
  done(null, new SupportedMethods().setEventStoreServerVersion('24.10.0').setMethodsList(methods));
}

function memberInfo(port: number, leads: boolean): MemberInfo {
  const { LEADER, FOLLOWER } = MemberInfo.VNodeState;
  return new MemberInfo()
    .setInstanceId(uuidOf('00000000-0000-4000-8000-000000000000'))
    .setTimeStamp(String(Date.now()))
    .setState(leads ? LEADER : FOLLOWER)
    .setIsAlive(true)
    .setHttpEndPoint(new EndPoint().setAddress('localhost').setPort(port));
}
