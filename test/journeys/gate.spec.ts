import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
beforeEach(() => guardian.clock.set(new Date('2026-08-20T09:00:00Z')));
afterAll(() => guardian?.close());

const on = (name: string, of: string) => {
  const [year = '', month = '', date = ''] = of.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const RETURN = {
  missing: ['Oxford Hip Score', 'Clinical details'],
  message: 'Please send the Oxford Hip Score.\nThe patient keeps the place.',
  ...on('replyBy', '2026-09-01'),
  escalateTo: 'Dr Alva Nyman',
};

describe('D1: a referral that lacks agreed workup is held with a clock, and never refused', () => {
  it('its return can be read before it goes, and nothing is saved by reading it', async () => {
    const referral = await guardian.takeIn();
    const shown = await priya.submit(`${referral.address}/workup/return`, { ...RETURN, preview: 'yes' });
    expect(shown.status).toBe(200);
    const words = inWords(shown);
    expect(words).toContain('What the practice will read To: Carnarvon Medical Centre About: referral');
    expect(words).toContain('Missing: Oxford Hip Score Clinical details Please answer by 1 September 2026. Nothing is saved yet.');
    expect(shown.text).toContain('value="Dr Alva Nyman"');
    expect((await referral.state()).entries).toEqual(['ReferralReceived']);
  });

  it('returned, it comes back for a reminder, then for whoever is named, and then goes on by itself', async () => {
    const referral = await guardian.takeIn();
    expect((await priya.submit(`${referral.address}/workup/return`, RETURN)).status).toBe(303);
    guardian.clock.set(new Date('2026-08-28T09:00:00Z'));
    expect(inWords(await priya.get(referral.address))).toContain(
      'The practice has not answered yet. Its reminder is due today, its answer on 1 September 2026.',
    );
    await referral.does({
      type: 'RecordContact',
      ...{ on: day('2026-08-28'), who: 'practice', how: 'phone', outcome: 'spoke', notes: 'Will send it', nextOn: null },
    });
    expect(inWords(await priya.get(referral.address))).not.toContain('Its reminder');

    guardian.clock.set(new Date('2026-09-02T09:00:00Z'));
    await referral.does({ type: 'EscalateReturn' });
    expect(inWords(await priya.get(referral.address))).toContain('The answer of the practice was due 1 day ago. Ask: Dr Alva Nyman.');
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain('Now to be asked: Dr Alva Nyman.');

    guardian.clock.set(new Date('2026-09-04T09:00:00Z'));
    await referral.does({ type: 'TakeGateDefault' });
    expect((await referral.state()).entries.slice(-2)).toEqual(['ReferralAccepted', 'GateExpired']);
    expect(inWords(await priya.get(referral.address))).toContain('Guardian team has the next move');
  });

  it('an item may be left out for a time, with the reason and the clinician who decided', async () => {
    const referral = await guardian.takeIn();
    await referral.does({ type: 'AcceptReferral' });
    const waive = `${referral.address}/workup/oxford-hip-score/waive`;
    const refused = await priya.submit(waive, { reason: 'Cannot read the form', clinician: '', ...on('expiresOn', '2026-10-01') });
    expect([refused.status, refused.text.includes('Cannot read the form')]).toEqual([422, true]);
    const saved = await priya.submit(waive, { reason: 'Cannot read', clinician: 'Dr Samuel Brandt', ...on('expiresOn', '2026-10-01') });
    expect(saved.location).toBe(`${referral.address}/workup`);
    expect((await referral.state()).items['oxford-hip-score']).toMatchObject({ status: 'waived', expiresOn: '2026-10-01' });
  });
});

describe('D7: the verdict of the gate can be replayed', () => {
  it('says the version, the evidence and when it was known, and what was corrected since', async () => {
    const referral = await guardian.takeIn();
    expect(inWords(await priya.get(`${referral.address}/workup/verdict`))).toContain('The gate of this case is not decided yet.');
    const items = ['xray-hip', 'oxford-hip-score', 'exercise-and-weight-support', 'patient-wish-for-surgery', 'bmi-and-blood-pressure'];
    await referral.does(
      { type: 'AcceptReferral' },
      ...items.map((item) => ({
        type: 'CompleteWorkupItem' as const,
        ...{ item, evidenceOn: day('2026-08-18'), source: 'Practice record', finding: 'As sent' },
      })),
      { type: 'PassGate' },
    );
    const verdict = `${referral.address}/workup/verdict`;
    expect((await priya.get(`${referral.address}/workup`)).text).toContain(verdict);
    const words = inWords(await priya.get(verdict));
    expect(words).toContain('Pathway: Hip pain, version 1, published on 1 January 2024.');
    expect(words).toContain('Oxford Hip Score Done 18 August 2026 16 November 2026 20 August 2026 10:00, Priya Shah');
    expect(words).toContain('applied again to what was known then, says the same. Nothing that it rested on was taken back since.');

    const entry = (await referral.state()).progress.met['oxford-hip-score']?.at(-1) ?? 0;
    await referral.does({ type: 'CorrectEntry', entry, correction: 'Score of another leg', reason: 'Wrong form' });
    const corrected = inWords(await priya.get(verdict));
    expect(corrected).toContain('Corrected since: Oxford Hip Score. On what is known now this was missing when the gate was decided.');
    expect(corrected).toContain('Oxford Hip Score Done Corrected since 18 August 2026');
  });
});
