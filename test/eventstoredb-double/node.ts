import type { Metadata as GrpcMetadata } from '@grpc/grpc-js';
import type { EventLog } from './event-log';
import type { AppendFault, Faults, ReadFault, SubscriptionFault } from './faults';
import { Metadata, status } from './grpc';

export interface User {
  readonly password: string;
  /** Only members of $admins may read $all. */
  readonly admin: boolean;
}

/** What the services of one node of the cluster know. */
export interface Node {
  readonly log: EventLog;
  readonly users: ReadonlyMap<string, User>;
  readonly faults: Menu;
  readonly isLeader: () => boolean;
  readonly leaderPort: () => number;
  readonly kill: () => void;
}

export interface Menu {
  readonly appends: Faults<AppendFault>;
  readonly reads: Faults<ReadFault>;
  readonly subscriptions: Faults<SubscriptionFault>;
  /** How far the server's clock is ahead of the client's. */
  clockAheadMs: number;
  /** How late a late answer is. */
  lateByMs: number;
}

export interface Refusal extends Error {
  readonly code: number;
  readonly details: string;
  readonly metadata: GrpcMetadata;
}

/** An error as the server sends it: the client looks at `exception` in the trailers before it looks at the code. */
export function refusal(code: number, details: string, trailers: Readonly<Record<string, string>> = {}): Refusal {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const notLeader = (node: Node): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': 'localhost',
    'leader-endpoint-port': String(node.leaderPort()),
  });

export const streamDeleted = (stream: string): Refusal =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

/** Why this caller may not do this here, if so. */
export function refusedTo(node: Node, sent: GrpcMetadata, adminsOnly = false): Refusal | undefined {
  const denied = (code: number) => refusal(code, 'Access Denied', { exception: 'access-denied' });
  const [, basic = ''] = /^Basic (.+)$/.exec(String(sent.get('authorization')[0] ?? '')) ?? [];
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
  const user = node.users.get(name);
  if (user?.password !== password) return denied(status.UNAUTHENTICATED);
  if (adminsOnly && !user.admin) return denied(status.PERMISSION_DENIED);
  return sent.get('requires-leader')[0] === 'true' && !node.isLeader() ? notLeader(node) : undefined;
}
