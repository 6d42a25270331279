import type { sendUnaryData, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import {
  type AppendReq,
  AppendResp,
  type DeleteReq,
  DeleteResp,
  type TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { type Expected, MOST_BYTES, type Outcome, type Proposed } from './event-log';
import { status } from './grpc';
import { expectedIn, nameIn, proposedIn } from './messages';
import { type Node, refusal, refusedTo, streamDeleted } from './node';

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
        if (outcome.current === undefined) wrong.setCurrentNoStream(new Empty());
        else wrong.setCurrentRevision(String(outcome.current));
        done(null, new AppendResp().setWrongExpectedVersion(wrong));
      } else done(refusalOf(outcome, stream));
    });
  };
}

type Removal = (stream: string, expected: Expected) => Outcome;

export const softDelete = (node: Node) =>
  remove<DeleteReq, DeleteResp>(
    node,
    (stream, expected) => node.log.softDelete(stream, expected),
    () => new DeleteResp(),
  );

export const tombstone = (node: Node) =>
  remove<TombstoneReq, TombstoneResp>(
    node,
    (stream, expected) => node.log.tombstone(stream, expected),
    () => new TombstoneResp(),
  );

function remove<Request extends DeleteReq | TombstoneReq, Response>(node: Node, removal: Removal, answer: () => Response) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    const options = call.request.getOptions();
    const refused = refusedTo(node, call.metadata);
    if (refused || !options) {
      done(refused ?? refusal(status.INVALID_ARGUMENT, 'no options'));
      return;
    }
    const { stream, expected } = addressed(options);
    const outcome = removal(stream, expected);
    if (outcome.kind === 'stored') done(null, answer());
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
