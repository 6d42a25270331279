import { randomUUID } from 'node:crypto';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Logged } from './event-log';
import { status } from './grpc';
import { eventMessage, identifierOf, nameIn } from './messages';
import { type Node, refusal, refusedTo, streamDeleted } from './node';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** One method for four things: one stream or all of it, once or from now on. */
export function read(node: Node) {
  return (call: Call): void => {
    const options = call.request.getOptions();
    const refused = refusedTo(node, call.metadata, options?.hasAll());
    if (refused || !options) {
      call.emit('error', refused ?? refusal(status.INVALID_ARGUMENT, 'no options'));
      return;
    }
    call.on('error', () => undefined);
    if (options.hasSubscription()) void subscription(node, call, options);
    else page(node, call, options);
  };
}

function page(node: Node, call: Call, options: ReadReq.Options): void {
  const fault = node.faults.reads.meet();
  if (fault === 'silence') return;
  const found = options.hasAll() ? pageOfAll(node, options) : pageOfStream(node, options);
  if (found === 'not-found') {
    const identifier = identifierOf(nameIn(options.getStream()?.getStreamIdentifier()));
    call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier)));
    call.end();
    return;
  }
  if (found === 'deleted') {
    call.emit('error', streamDeleted(nameIn(options.getStream()?.getStreamIdentifier())));
    return;
  }
  const events = found.slice(0, Math.min(Number(options.getCount()), found.length));
  for (const [i, event] of events.entries()) {
    if (fault === 'kill' && i === Math.floor(events.length / 2)) {
      node.kill();
      return;
    }
    call.write(eventMessage(event));
    if (fault === 'duplicates') call.write(eventMessage(event));
  }
  call.end();
}

const isBackwards = (options: ReadReq.Options): boolean => options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;

function pageOfStream({ log }: Node, options: ReadReq.Options): readonly Logged[] | 'not-found' | 'deleted' {
  const stream = options.getStream();
  const events = log.streamEvents(nameIn(stream?.getStreamIdentifier()));
  if (typeof events === 'string' || !stream) return events;
  if (isBackwards(options)) {
    return events.filter(({ revision }) => stream.hasEnd() || (stream.hasRevision() && revision <= BigInt(stream.getRevision()))).reverse();
  }
  return stream.hasStart() ? events : events.filter(({ revision }) => stream.hasRevision() && revision >= BigInt(stream.getRevision()));
}

/** Forwards with the event at the position, backwards without. */
function pageOfAll({ log }: Node, options: ReadReq.Options): readonly Logged[] {
  const from = options.getAll();
  const position = from?.hasPosition() ? BigInt(from.getPosition()?.getCommitPosition() ?? 0) : undefined;
  const count = Number(options.getCount());
  if (isBackwards(options)) {
    const until = position === undefined ? (from?.hasEnd() ? log.all.length : 0) : placeOf(log.all, position);
    return log.all.slice(Math.max(0, until - count), until).reverse();
  }
  const since = position === undefined ? (from?.hasEnd() ? log.all.length : 0) : placeOf(log.all, position);
  return log.all.slice(since, since + count);
}

/** Of the first event at or after the position. */
function placeOf(all: readonly Logged[], position: bigint): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.position ?? position) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of $all only: the one that followers use. Starts after the position. */
async function subscription(node: Node, call: Call, options: ReadReq.Options): Promise<void> {
  const { log, faults } = node;
  const fault = faults.subscriptions.meet();
  const from = options.getAll();
  const position = from?.hasPosition() ? BigInt(from.getPosition()?.getCommitPosition() ?? 0) + 1n : undefined;
  let next = position === undefined ? (from?.hasEnd() ? log.all.length : 0) : placeOf(log.all, position);
  const filter = filterIn(options);
  let considered = 0;
  let isCaughtUp = false;
  call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID())));

  while (!call.cancelled) {
    for (let event = log.all[next]; event !== undefined && !call.cancelled; event = log.all[++next]) {
      if (filter.takes(event) && fault !== 'silence') {
        if (fault === 'slow-consumer') {
          call.emit(
            'error',
            refusal(status.ABORTED, 'Operation timed out. Consumer too slow to handle event while live. Client resubscription required.'),
          );
          return;
        }
        call.write(eventMessage(event));
        if (fault === 'duplicates') call.write(eventMessage(event));
        if (fault === 'end') {
          call.end();
          return;
        }
      }
      if (++considered % filter.checkpointAfter === 0) {
        const at = String(event.position);
        call.write(new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(at).setPreparePosition(at)));
      }
    }
    if (!isCaughtUp) {
      isCaughtUp = true;
      call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
    }
    await moreOrGone(node, call, next);
  }
}

/** A checkpoint comes after so many windows of events looked at, whether they were sent or not. */
function filterIn(options: ReadReq.Options): { takes(event: Logged): boolean; readonly checkpointAfter: number } {
  const filter = options.getFilter();
  if (!filter) return { takes: () => true, checkpointAfter: Infinity };
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  return {
    takes: ({ stream, type }) => {
      const text = filter.hasEventType() ? type : stream;
      return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
    },
    checkpointAfter: filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : 32),
  };
}

function moreOrGone({ log }: Node, call: Call, next: number): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      stopListening();
      call.off('cancelled', over);
      resolve();
    };
    const stopListening = log.onAppended(over);
    call.on('cancelled', over);
    if (call.cancelled || log.all.length > next) over();
  });
}
