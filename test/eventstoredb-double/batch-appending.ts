import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Timeout,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type Expected, MOST_BYTES, type Proposed } from './event-log';
import { expectedIn, identifierOf, nameIn, proposedIn } from './messages';
import { type Node, notLeader, refusedTo } from './node';

interface Batch {
  readonly options: BatchAppendReq.Options;
  readonly events: Proposed[];
}

/** One long call on which any number of appends travel, each known by its correlation id. */
export function batchAppend(node: Node) {
  return (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const batches = new Map<string, Batch>();
    const refused = refusedTo(node, call.metadata);
    if (refused) {
      call.emit('error', refused);
      return;
    }
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      const batch = batches.get(correlation) ?? (options && { options, events: [] });
      if (!batch) return;
      batches.set(correlation, batch);
      batch.events.push(...request.getProposedMessagesList().map(proposedIn));
      if (!request.getIsFinal()) return;
      batches.delete(correlation);
      const noMore = refusedTo(node, call.metadata); // it may have ceased to lead
      if (noMore) {
        call.emit('error', noMore);
        return;
      }
      meetFault(node, call, batch, (answer) => {
        const id = request.getCorrelationId();
        if (!call.cancelled && !call.writableEnded) call.write(id ? answer.setCorrelationId(id) : answer);
      });
    });
  };
}

function meetFault(
  node: Node,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  batch: Batch,
  answer: (with_: BatchAppendResp) => void,
) {
  const fault = node.faults.appends.meet();
  switch (fault) {
    case undefined:
      answer(carryOut(node, batch));
      return;
    case 'silence':
      return;
    case 'silence-after-storing':
      carryOut(node, batch);
      return;
    case 'half-close':
      call.end();
      return;
    case 'half-close-after-storing':
      carryOut(node, batch);
      call.end();
      return;
    case 'busy':
      answer(failure(nameIn(batch.options.getStreamIdentifier()), 'Server Is Busy', 'google.protobuf.Empty', new Empty()));
      return;
    case 'not-leader':
      call.emit('error', notLeader(node));
      return;
    case 'kill':
      node.kill();
      return;
    case 'kill-after-storing':
      carryOut(node, batch);
      node.kill();
      return;
    case 'late-answer': {
      const late = carryOut(node, batch);
      setTimeout(() => answer(late), node.faults.lateByMs);
    }
  }
}

function carryOut({ log, faults }: Node, { options, events }: Batch): BatchAppendResp {
  const stream = nameIn(options.getStreamIdentifier());
  const deadline = options.getDeadline()?.toDate();
  // The deadline is a time of day by the client's clock, and it is the server that compares it with its own.
  if (deadline && deadline.getTime() < Date.now() + faults.clockAheadMs) {
    return failure(stream, 'Timeout', 'event_store.client.Timeout', new Timeout());
  }
  const expected = expectedIn(options, () => options.getStreamPosition());
  const outcome = log.append(stream, expected, events);
  switch (outcome.kind) {
    case 'stored': {
      const position = new AllStreamPosition().setCommitPosition(String(outcome.position)).setPreparePosition(String(outcome.position));
      const success = new BatchAppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(position);
      return new BatchAppendResp().setSuccess(success).setStreamIdentifier(identifierOf(stream));
    }
    case 'wrong-expected-version':
      return failure(stream, 'WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', wrongVersion(expected, outcome.current));
    case 'deleted': {
      const details = new StreamDeleted().setStreamIdentifier(identifierOf(stream));
      return failure(stream, 'StreamDeleted', 'event_store.client.StreamDeleted', details);
    }
    case 'too-large': {
      const details = new MaximumAppendSizeExceeded().setMaxappendsize(MOST_BYTES);
      return failure(stream, 'MaximumAppendSizeExceeded', 'event_store.client.MaximumAppendSizeExceeded', details);
    }
  }
}

function failure(stream: string, message: string, type: string, details: { serializeBinary(): Uint8Array }): BatchAppendResp {
  const packed = new Any();
  packed.pack(details.serializeBinary(), type);
  const error = new Status().setMessage(message).setDetails(packed);
  return new BatchAppendResp().setError(error).setStreamIdentifier(identifierOf(stream));
}

function wrongVersion(expected: Expected, current: bigint | undefined): WrongExpectedVersion {
  const wrong = new WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new Empty());
  if (expected === 'no_stream') return wrong.setExpectedNoStream(new Empty());
  if (expected === 'stream_exists') return wrong.setExpectedStreamExists(new Empty());
  return wrong.setExpectedStreamPosition(String(expected));
}
