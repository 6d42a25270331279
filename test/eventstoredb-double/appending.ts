import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import {
  AllStreamPosition,
  Empty as OwnEmpty,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Timeout,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import {
  type AppendReq,
  AppendResp,
  type BatchAppendReq,
  BatchAppendResp,
  type DeleteReq,
  DeleteResp,
  type TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type Expected, MOST_BYTES, type Outcome, type Proposed } from './event-log';
import { status } from './grpc';
import { expectedIn, identifierOf, nameIn, proposedIn } from './messages';
import { type Node, notLeader, refusal, refusedTo, streamDeleted } from './node';

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

/** One call an append: how the client sends one that brings its own credentials. Meets no faults. */
export function append(node: Node) {
  return (call: ServerReadableStream<AppendReq, AppendResp>, done: sendUnaryData<AppendResp>): void => {
    const refused = refusedTo(node, call.metadata);
    let options: AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (request: AppendReq) => {
      const message = request.getProposedMessage();
      options = request.getOptions() ?? options;
      if (message) events.push(proposedIn(message));
    });
    call.on('end', () => {
      if (refused || !options) {
        done(refused ?? refusal(status.INVALID_ARGUMENT, 'no options'));
        return;
      }
      const { stream, expected } = addressed(options);
      const outcome = node.log.append(stream, expected, events);
      if (outcome.kind === 'stored') {
        const position = new AppendResp.Position().setCommitPosition(String(outcome.position)).setPreparePosition(String(outcome.position));
        done(
          null,
          new AppendResp().setSuccess(new AppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(position)),
        );
      } else if (outcome.kind === 'wrong-expected-version') {
        const wrong = new AppendResp.WrongExpectedVersion();
        if (outcome.current === undefined) wrong.setCurrentNoStream(new OwnEmpty());
        else wrong.setCurrentRevision(String(outcome.current));
        done(null, new AppendResp().setWrongExpectedVersion(wrong));
      } else done(refusalOf(outcome, stream));
    });
  };
}

export function softDelete(node: Node) {
  return (call: ServerUnaryCall<DeleteReq, DeleteResp>, done: sendUnaryData<DeleteResp>): void => {
    const options = call.request.getOptions();
    const refused = refusedTo(node, call.metadata);
    if (refused || !options) {
      done(refused ?? refusal(status.INVALID_ARGUMENT, 'no options'));
      return;
    }
    const { stream, expected } = addressed(options);
    const outcome = node.log.softDelete(stream, expected);
    if (outcome.kind === 'stored') done(null, new DeleteResp());
    else done(refusalOf(outcome, stream));
  };
}

export function tombstone(node: Node) {
  return (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, done: sendUnaryData<TombstoneResp>): void => {
    const options = call.request.getOptions();
    const refused = refusedTo(node, call.metadata);
    if (refused || !options) {
      done(refused ?? refusal(status.INVALID_ARGUMENT, 'no options'));
      return;
    }
    const { stream, expected } = addressed(options);
    const outcome = node.log.tombstone(stream, expected);
    if (outcome.kind === 'stored') done(null, new TombstoneResp());
    else done(refusalOf(outcome, stream));
  };
}

function addressed(options: AppendReq.Options | DeleteReq.Options | TombstoneReq.Options) {
  return { stream: nameIn(options.getStreamIdentifier()), expected: expectedIn(options, () => options.getRevision()) };
}

function refusalOf(outcome: Exclude<Outcome, { kind: 'stored' }>, stream: string) {
  switch (outcome.kind) {
    case 'deleted':
      return streamDeleted(stream);
    case 'too-large':
      return refusal(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(MOST_BYTES),
      });
    case 'wrong-expected-version':
      return refusal(status.FAILED_PRECONDITION, 'WrongExpectedVersion', {
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': '-1',
        ...(outcome.current !== undefined && { 'actual-version': String(outcome.current) }),
      });
  }
}
