import { day } from '@guardian/kernel';
import { readModelSpec } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { caseRows } from './case-row';
import { at, received } from './events.examples';
import { ExitRow } from './exit-row';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const spec = readModelSpec(caseRows, () => database.url);

const left = {
  type: 'CaseClosed',
  data: {
    ...{ reason: 'moved-away' as const, on: day('2026-03-19'), reviewer: 'Dr Ines Example', patientTold: 'letter' as const },
    ...{ referrerTold: 'letter' as const, personal: { evidence: 'Letter came back' } },
    agreedBy: { proposed: { id: 'u1', name: 'Bola Example' }, confirmed: { id: 'u2', name: 'Chris Example' } },
  },
  ...at('2026-03-20'),
} as const;
const back = { type: 'CaseReopened', data: { personal: { reason: 'Is back' } }, ...at('2026-03-25') } as const;

const told = { patientTold: 'letter', referrerTold: 'letter' } as const;
const both = { proposedBy: 'Bola Example', confirmedBy: 'Chris Example', reviewer: 'Dr Ines Example' };

describe('the ledger of exits', () => {
  it('says why somebody left, who agreed and who was told; nothing of the evidence', async () => {
    await spec
      .given(received, left)
      .expectRows(ExitRow, [
        { caseId: spec.streamId, entry: 2, reason: 'moved-away', leftOn: day('2026-03-19'), ...both, ...told, reopenedOn: null },
      ]);
  });

  it('keeps the exit of somebody who came back, and each further one', async () => {
    await spec.given(received, left, back, left).expectRows(ExitRow, [
      { entry: 2, reopenedOn: day('2026-03-25') },
      { entry: 4, reopenedOn: null },
    ]);
  });

  it('a case that is followed under another has left the list too, until it is unlinked', async () => {
    const linked = {
      type: 'CaseLinkedAsDuplicate',
      data: { otherCaseId: spec.streamId, otherReference: 'GR-ABC234' },
      ...at('2026-03-10'),
    } as const;
    const nobody = { reviewer: null, proposedBy: null, confirmedBy: null, patientTold: null, referrerTold: null };
    await spec
      .given(received, linked)
      .expectRows(ExitRow, [{ reason: 'duplicate', leftOn: day('2026-03-10'), ...nobody, reopenedOn: null }]);
    const unlinked = { type: 'CaseUnlinked', data: { otherCaseId: spec.streamId }, ...at('2026-03-12') } as const;
    await spec.given(received, linked, unlinked).expectRows(ExitRow, [{ reopenedOn: day('2026-03-12') }]);
  });
});
