// Rules D2 and D3 as people meet them: silence is an alarm, and somebody always holds the baton.
import { day } from '@guardian/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Deadlines } from '../../apps/worker/src/deadlines';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';
import { startTestWorker } from '../support/worker';

const LEILA = 'demo-pcn-southend-east';

let guardian: TestGuardian;
let worker: NestFastifyApplication;
let priya: Visitor;

// It is Thursday 20 August 2026, 10:00 in Southend.
beforeAll(async () => {
  guardian = await startTestGuardian();
  worker = await startTestWorker(guardian);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(async () => {
  await worker?.close();
  await guardian?.close();
});

const mine = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } } as const;
const hospital = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };
const southchurch = { code: 'F81086', name: 'Central Surgery Southchurch Boulevard', pcn: 'southend-east-pcn', place: 'southend' };
const person = (family: string) => ({
  identity: { nhsNumber: null, family, given: 'Ada', title: null, bornOn: day('1960-02-03'), sex: 'female' } as const,
});

const givenAReferral = async (family: string): Promise<TestCase> => {
  const referred = await guardian.takeIn({ ...person(family), practice: southchurch });
  await referred.does(mine);
  return referred;
};

const given = async (family: string, sentOn: string, ...facts: [kind: string, on: string][]): Promise<TestCase> => {
  const referred = await guardian.takeIn({ ...person(family), referredOn: day('2026-02-01') });
  await referred.does(
    mine,
    { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
    { type: 'SendReferral', to: hospital, on: day(sentOn) },
  );
  for (const [kind, on] of facts)
    await referred.does({ type: 'RecordHospitalFact', kind, on: day(on), facts: {}, source: 'Hospital letter', confidence: 'confirmed' });
  return referred;
};

/** The worker looks once at this instant, and whoever looks at a page then sees it as of then. */
async function at(instant: string, look: () => Promise<void>): Promise<void> {
  guardian.clock.set(new Date(instant));
  try {
    await worker.get(Deadlines).takeAll((error) => {
      throw error;
    });
    await look();
  } finally {
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  }
}

const now = async ({ address }: TestCase): Promise<string> => /Now (.*) More actions/.exec(inWords(await priya.get(address)))?.[1] ?? '';
const worklist = async (): Promise<string> => inWords(await priya.get('/worklist'));
const timeline = async ({ address }: TestCase): Promise<string> => inWords(await priya.get(`${address}/timeline`));

describe('D2: silence is an alarm', () => {
  it('a step that passes its quiet limit comes to the worklist, names who has the next move, and stands in the timeline', async () => {
    const quiet = await givenAReferral('Abara');
    await at('2026-08-22T09:00:00Z', async () => {
      expect(await worklist()).not.toContain('Nothing has happened');
    });
    await at('2026-08-23T09:00:00Z', async () => {
      expect(await worklist()).toContain(
        'Nothing has happened for 3 days; this step may be quiet for 2 days. The Guardian team has the next move.',
      );
      expect(await timeline(quiet)).toContain('Too quiet: received Nothing was recorded after 20 August 2026.');
      expect(await timeline(quiet)).toContain('Guardian, Guardian');
    });
    await quiet.does({ type: 'AcceptReferral' });
    expect((await quiet.state()).entries).toEqual(['ReferralReceived', 'CaseAssigned', 'StepWentQuiet', 'ReferralAccepted']);
  });

  it('past the second limit the PCN sees it too, on its page and in a list, although the case was set aside', async () => {
    const quiet = await givenAReferral('Bello');
    await quiet.does({ type: 'SnoozeWork', until: day('2026-09-02'), reason: 'The practice is closed for holidays' });
    const leila = guardian.visitor();
    await leila.logIn(LEILA);
    expect(inWords(await leila.get('/pcn/southend-east-pcn'))).toContain('0 Too quiet');
    await at('2026-08-24T09:00:00Z', async () => {
      expect(await now(quiet)).toContain('Set aside on the worklist until Wednesday 2 September 2026.');
      expect(inWords(await leila.get('/pcn/southend-east-pcn'))).toContain('0 Too quiet');
    });
    await at('2026-08-25T09:00:00Z', async () => {
      expect(inWords(await leila.get('/pcn/southend-east-pcn'))).toContain(
        '1 Too quiet Nothing recorded for longer than the limit for the PCN',
      );
      expect((await leila.get('/pcn/southend-east-pcn')).text).toContain('href="/cases?pcn=southend-east-pcn&amp;quiet=pcn"');
      const list = inWords(await leila.get('/cases?pcn=southend-east-pcn&quiet=pcn'));
      expect(list).toContain('BELLO, Ada');
      expect(list).not.toContain('ABARA');
      expect(await now(quiet)).not.toContain('Set aside');
      expect(await worklist()).toContain('It is on the list of the PCN too, which looks after 4 days.');
      expect(await timeline(quiet)).toContain('Quiet for so long that the PCN is told');
    });
    expect((await quiet.state()).entries.slice(2)).toEqual(['WorkSnoozed', 'StepWentQuiet', 'SilenceReachedPcn']);
  });

  it('a hospital appointment that is cancelled or missed has to be booked again, from the same day', async () => {
    const lost = await given('Chukwu', '2026-07-01', ['appointment_booked', '2026-07-10'], ['provider_cancelled', '2026-08-20']);
    expect(await now(lost)).toContain('The hospital appointment was missed or cancelled today and has no new date.');
    expect((await priya.get(lost.address)).text).toContain(`href="${lost.address}/hospital-facts/new?kind=appointment_booked"`);
    await lost.does({
      type: 'RecordHospitalFact',
      ...{ kind: 'appointment_booked', on: day('2026-08-20'), facts: { for_date: '2026-09-14' } },
      ...{ source: 'Hospital letter', confidence: 'confirmed' },
    });
    expect(await now(lost)).not.toContain('has no new date');
  });

  it('a referral without a slot tells how long it has been deferred, and has a limit of its own', async () => {
    const deferred = await given('Danso', '2026-07-20', ['ers_asi_worklist_entered', '2026-08-01']);
    expect(await now(deferred)).toContain('Deferred to provider: the hospital has had no slot for 19 days. A slot was due 5 days ago.');
    expect(inWords(await priya.get(deferred.address))).toContain('Deferred to provider: no slot for 19 days');
  });

  it('a referral that nobody books is counted down to the day on which e-RS would drop it', async () => {
    // 120, 150 and 170 days before 20 August.
    const [noticed, late, urgent] = [
      await given('Eze', '2026-04-22'),
      await given('Farah', '2026-03-23'),
      await given('Gedi', '2026-03-03'),
    ];
    expect(await now(noticed)).toContain('Sent 120 days ago and not booked: in e-RS it would lapse on 19 October 2026.');
    const list = await worklist();
    expect(list).toMatch(/Safety.*GEDI, Ada Born.*Past.*FARAH, Ada Born.*Due this week.*EZE, Ada Born/);
    expect(list).toContain(
      'would lapse on 30 August 2026. Rule: ers lapse, due 20 August 2026. It stays until the hospital books an appointment or takes the referral on its list.',
    );
    await urgent.does({
      type: 'RecordHospitalFact',
      ...{ kind: 'appointment_booked', on: day('2026-08-20'), facts: { for_date: '2026-09-14' } },
      ...{ source: 'Hospital letter', confidence: 'confirmed' },
    });
    expect(await now(urgent)).not.toContain('e-RS');
    expect(await now(late)).toContain('e-RS');
  });

  it('evidence that runs out is work again, and a gate that was passed stays passed', async () => {
    const passed = await givenAReferral('Haddad');
    await passed.does({ type: 'AcceptReferral' });
    for (const item of Object.keys((await passed.state()).items)) {
      await passed.does({
        type: 'WaiveWorkupItem',
        ...{ item, reason: 'Would not change what the hospital does', clinician: 'Dr Samuel Brandt', expiresOn: day('2026-08-21') },
      });
    }
    await passed.does({ type: 'PassGate' }, { type: 'SendReferral', to: hospital, on: day('2026-08-20') });
    await at('2026-08-22T09:00:00Z', async () => {
      expect(await now(passed)).toContain('ran out of date today. A new one is due in 7 days.');
      expect(inWords(await priya.get(passed.address))).toContain('Sent to hospital');
    });
    const { progress, items } = await passed.state();
    expect([progress.gatePassed, new Set(Object.values(items).map(({ status }) => status))]).toEqual([true, new Set(['outstanding'])]);
  });
});

describe('D3: somebody always holds the baton', () => {
  it('an offer that nobody answers stays with the giver, comes to the team, and can be withdrawn and made to another', async () => {
    const referred = await givenAReferral('Ibe');
    await priya.submit(`${referred.address}/baton`, {
      ...{ kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend', summary: 'Waits for an X-ray' },
      ...{ 'replyBy-day': '21', 'replyBy-month': '8', 'replyBy-year': '2026' },
    });
    const baton = `${referred.address}/baton`;
    await at('2026-08-22T09:00:00Z', async () => {
      expect(await now(referred)).toContain(
        'Dr Samuel Brandt has not answered the offer of the baton; the answer was due 1 day ago. The giver still holds the patient.',
      );
      const page = inWords(await priya.get(baton));
      expect(page).toContain('Nobody answered by 21 August 2026. Dr Alva Nyman holds the patient until the answer is yes.');
      expect(page).toContain('Dr Samuel Brandt has not answered whether to hold the patient');
      const empty = await priya.submit(baton, { why: '' }, `${baton}/withdraw`);
      expect([empty.status, inWords(empty).includes('Enter why the offer is withdrawn')]).toEqual([422, true]);
      await priya.submit(baton, { why: 'On leave until September' }, `${baton}/withdraw`);
      expect(inWords(await priya.get(baton))).toContain(
        'The offer is withdrawn. Dr Alva Nyman holds the patient. You can ask somebody else.',
      );
      expect(await now(referred)).not.toContain('baton');
      await priya.submit(baton, {
        ...{ kind: 'guardian-team', name: 'Guardian team', organisation: 'Southend', summary: 'Waits for an X-ray' },
        ...{ 'replyBy-day': '29', 'replyBy-month': '8', 'replyBy-year': '2026' },
      });
      await priya.submit(baton, { acceptedBy: 'Priya Shah' }, `${baton}/accept`);
    });
    expect((await referred.state()).holder).toEqual({ kind: 'guardian-team', name: 'Guardian team', organisation: 'Southend' });
    expect((await referred.state()).entries.filter((type) => type.startsWith('Responsibility'))).toEqual([
      ...['ResponsibilityOffered', 'ResponsibilityOfferUnanswered', 'ResponsibilityOfferWithdrawn'],
      ...['ResponsibilityOffered', 'ResponsibilityAccepted'],
    ]);
  });

  it('the holder stands on the case and in the caseload', async () => {
    const { address } = await givenAReferral('Jibril');
    expect(inWords(await priya.get(address))).toContain('Clinically held by Dr Alva Nyman, Central Surgery Southchurch Boulevard');
    expect(inWords(await priya.get('/cases'))).toContain('Held by Dr Alva Nyman');
  });
});
