import { CorrectIdentity } from '@guardian/casework';
import { day, SettableClock } from '@guardian/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { somebody, startTestGuardian, type TestCase, type TestGuardian } from '../../../test/support/guardian';
import { startTestWorker } from '../../../test/support/worker';
import { Duplicates } from './duplicates';

jest.setTimeout(60_000);

const clock = new SettableClock(new Date('2026-08-20T09:00:00Z'));
let guardian: TestGuardian;
let workers: NestFastifyApplication[];

beforeAll(async () => {
  guardian = await startTestGuardian();
  workers = [await startTestWorker(guardian, clock), await startTestWorker(guardian, clock)];
}, 60_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await guardian.close();
});

const refuse = (error: unknown): never => {
  throw error;
};
const look = (): Promise<number[]> => Promise.all(workers.map((worker) => worker.get(Duplicates).takeAll(refuse)));

const suspects = async (one: TestCase) => (await one.state()).suspicions;

it('two open cases of one need are found once, at different practices and however many workers look', async () => {
  const { identity } = somebody({ nhsNumber: '9990000018' });
  const elsewhere = { code: 'F81053', name: 'Hawkesbury Road Surgery', pcn: 'canvey-pcn', place: 'castle-point-and-rochford' };
  const early = await guardian.takeIn({ identity, referredOn: day('2025-01-02') });
  const late = await guardian.takeIn({ identity, practice: elsewhere });
  await look();
  await look();
  expect(await suspects(late)).toEqual([{ otherCaseId: early.caseId, because: ['same NHS number', 'same pathway'] }]);
  expect(await suspects(early)).toEqual([]);
});

it('an older referral that comes later is found as well', async () => {
  const { identity } = somebody({ nhsNumber: '9990000026' });
  const first = await guardian.takeIn({ identity, referredOn: day('2026-08-01') });
  await look();
  const second = await guardian.takeIn({ identity, referredOn: day('2026-03-01'), pathwayId: 'knee-pain' });
  await look();
  expect(await suspects(first)).toEqual([{ otherCaseId: second.caseId, because: ['same NHS number', 'same specialty'] }]);
  expect(await suspects(second)).toEqual([]);
});

it('one person under two records is found, also when the postcode is told later', async () => {
  const details = { address: null, postcode: 'SS1 1AA', homePhone: null, mobilePhone: null, email: null };
  const { identity: twin } = somebody();
  const first = await guardian.takeIn({ identity: twin, details });
  const second = await guardian.takeIn({ identity: { ...twin, given: 'Beatrice' }, pathwayId: 'cataract', referredOn: day('2026-08-02') });
  await look();
  expect(await suspects(second)).toEqual([]);

  const again = await guardian.takeIn({ identity: { ...twin, given: 'Beatrice' }, details, referredOn: day('2026-08-03') });
  await look();
  expect(await suspects(again)).toEqual(
    expect.arrayContaining([
      { otherCaseId: first.caseId, because: ['same date of birth, sex and family name', 'same postcode', 'same pathway'] },
      { otherCaseId: second.caseId, because: ['same date of birth, sex and family name', 'same given name'] },
    ]),
  );
});

it('one person under two records is found when who one of them is was put right', async () => {
  const { identity: right } = somebody({ family: 'Wellspelt' });
  const first = await guardian.takeIn({ identity: right });
  const second = await guardian.takeIn({ identity: { ...right, bornOn: day('1945-07-15') }, referredOn: day('2026-08-02') });
  await look();
  expect(await suspects(second)).toEqual([]);

  const patientId = (await second.state()).opened?.patientId ?? '';
  const actor = { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' };
  await guardian.commands.execute(new CorrectIdentity(patientId, right, 'Birth certificate', { actor, commandId: 'put-right' }));
  await look();
  const because = ['same date of birth, sex and family name', 'same given name', 'same pathway'];
  expect(await suspects(second)).toEqual([{ otherCaseId: first.caseId, because }]);
});

it('two that were told apart are not suspected again, whichever of them has news', async () => {
  const { identity } = somebody({ nhsNumber: '9990000034' });
  const first = await guardian.takeIn({ identity, referredOn: day('2026-06-01') });
  const second = await guardian.takeIn({ identity });
  await look();
  await second.does({ type: 'DismissDuplicate', otherCaseId: first.caseId });
  for (const one of [first, second]) {
    await one.does(
      {
        ...{ type: 'CloseCase', reason: 'treated', on: day('2026-08-20'), evidence: 'Typing', reviewer: 'Dr Samuel Brandt' },
        ...{ patientTold: 'letter', referrerTold: 'letter' },
      },
      { type: 'ReopenCase', reason: 'It was right' },
    );
  }
  await look();
  expect(await suspects(first)).toEqual([]);
  expect(await suspects(second)).toEqual([]);
});

it('a closed case is no duplicate', async () => {
  const { identity } = somebody({ nhsNumber: '9990000042' });
  const closed = await guardian.takeIn({ identity, referredOn: day('2026-06-01') });
  await closed.does({
    ...{ type: 'CloseCase', reason: 'treated', on: day('2026-08-01'), evidence: 'Letter', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  });
  const open = await guardian.takeIn({ identity });
  await look();
  expect(await suspects(open)).toEqual([]);
});
