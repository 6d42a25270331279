import { day } from '@guardian/kernel';
import { readModelSpec } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { caseRows } from './case-row';
import { at, received } from './events.examples';
import { ThreadRow } from './thread-row';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const spec = readModelSpec(caseRows, () => database.url);
const ines = { name: 'Dr Ines Example', role: 'GP', organisation: 'Example Surgery' };
const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' };

const sent = {
  type: 'MessageSent',
  data: {
    ...{ threadId: 'm1', by: ines, to: samuel, urgent: true, mayRefer: true, replyBy: '2026-03-10T16:00:00.000Z' },
    ...{ from: 'others' as const, kind: 'advice' as const, personal: { text: 'Is an MRI useful?' } },
  },
  ...at('2026-03-10'),
} as const;
const read = { type: 'MessageRead', data: { threadId: 'm1', by: 'Dr Samuel Brandt' }, ...at('2026-03-11') } as const;
const advised = {
  type: 'MessageAnswered',
  data: { threadId: 'm1', from: 'service', by: samuel, answer: 'advice', replyBy: null, personal: { text: 'No' } },
  ...at('2026-03-12'),
} as const;
const wrong = (entry: number) =>
  ({ type: 'EntryCorrected', data: { entry, personal: { correction: 'x', reason: 'y' } }, ...at('2026-03-13') }) as const;

describe('the row of a thread', () => {
  it('says who asked whom, by when an answer is due, and nothing of what was written', async () => {
    await spec.given(received, sent).expectRows(ThreadRow, [
      {
        caseId: spec.streamId,
        ...{ threadId: 'm1', kind: 'advice', urgent: true, othersName: 'Dr Ines Example', othersOrganisation: 'Example Surgery' },
        ...{ byName: 'Dr Ines Example', fromSide: 'others', awaits: 'service', replyBy: '2026-03-10T16:00:00.000Z', unread: true },
        ...{ outcome: null, referral: null, askedOn: day('2026-03-10'), saidAt: '2026-03-10T12:00:00.000Z' },
      },
    ]);
  });

  it('follows the thread: read, answered, closed, referred', async () => {
    await spec.given(received, sent, read).expectRows(ThreadRow, [{ unread: false, saidAt: '2026-03-10T12:00:00.000Z' }]);
    await spec
      .given(received, sent, read, advised)
      .expectRows(ThreadRow, [{ byName: 'Dr Samuel Brandt', fromSide: 'service', awaits: null, saidAt: '2026-03-12T12:00:00.000Z' }]);
    await spec
      .given(
        ...[received, sent, advised],
        { type: 'AdviceConvertedToReferral', data: { threadId: 'm1', otherCaseId: spec.streamId, otherReference: 'GR-ABC234' } },
        { type: 'MessageThreadClosed', data: { threadId: 'm1', outcome: 'referred' } },
      )
      .expectRows(ThreadRow, [{ referral: 'GR-ABC234', outcome: 'referred' }]);
  });

  it('D5: without its message there is none; without its answer it waits again', async () => {
    await spec.given(received, sent, wrong(2)).expectRows(ThreadRow, []);
    await spec.given(received, sent, advised, wrong(3)).expectRows(ThreadRow, [{ awaits: 'service', fromSide: 'others' }]);
  });

  it('two threads of one case stand beside each other', async () => {
    const second = { ...sent, data: { ...sent.data, threadId: 'm2', kind: 'question' as const }, ...at('2026-03-11') };
    await spec.given(received, sent, second).expectRows(ThreadRow, [
      { threadId: 'm1', saidAt: '2026-03-10T12:00:00.000Z' },
      { threadId: 'm2', saidAt: '2026-03-11T12:00:00.000Z' },
    ]);
  });
});
