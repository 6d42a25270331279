import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

const JOAN = 'demo-coordinator-southend-2';

let guardian: TestGuardian;
let priya: Visitor;
let joan: Visitor;

// It is Thursday 20 August 2026, 10:00 in Southend.
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  joan = guardian.visitor();
  await joan.logIn(JOAN);
}, 60_000);
afterAll(() => guardian?.close());

const mine = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } } as const;
const call = { type: 'RecordContact', on: day('2026-08-20'), who: 'patient', how: 'phone', outcome: 'no-answer', notes: '' } as const;

const person = (family: string) => ({
  identity: { nhsNumber: null, family, given: 'Ada', title: null, bornOn: day('1960-02-03'), sex: 'female' } as const,
});

/** A case of Priya's with a call that was due on this day. */
async function givenACallDue(family: string, on = '2026-08-20', referral: Parameters<TestGuardian['takeIn']>[0] = {}): Promise<TestCase> {
  const referred = await guardian.takeIn({ ...person(family), ...referral });
  await referred.does(mine, { ...call, nextOn: day(on) });
  return referred;
}

async function givenACancer(family: string, referredOn: string): Promise<TestCase> {
  const cancer = { pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait', referredOn: day(referredOn) } as const;
  const referred = await guardian.takeIn({ ...person(family), ...cancer });
  await referred.does(mine);
  return referred;
}

const until = (on: string) => ({ 'until-day': on.slice(8), 'until-month': on.slice(5, 7), 'until-year': on.slice(0, 4) });
const worklist = async (): Promise<string> => inWords(await priya.get('/worklist'));
const refused = ({ status, text }: Answer): [number, boolean] => [status, text.includes('There is a problem')];

describe('a case is set aside', () => {
  it('it leaves the worklist, is counted there, and comes back on its day', async () => {
    const { address } = await givenACallDue('Abara');
    const saved = await priya.submit(`${address}/snooze`, { ...until('2026-08-27'), reason: 'In hospital until Thursday' });
    expect([saved.status, saved.location]).toEqual([303, '/worklist']);
    const list = await worklist();
    expect(list).toContain('Set aside: 1 case, the next back on Thursday 27 August 2026.');
    expect(list).not.toContain('ABARA');
    expect(inWords(await priya.get('/worklist/snoozed'))).toMatch(/Set aside: 1 case .* ABARA, Ada .* 27 August 2026/);
    expect(inWords(await priya.get(address))).toContain('Set aside on the worklist until Thursday 27 August 2026.');
    expect(inWords(await priya.get(`${address}/timeline`))).toContain('Off the worklist until 27 August 2026 In hospital until Thursday');
    const program = await priya.get('/api/v1/worklist?show=snoozed', { accept: 'application/json' });
    expect(JSON.parse(program.text)).toMatchObject({ snoozed: 1, items: [{ family: 'Abara', snoozedUntil: '2026-08-27' }] });
    guardian.clock.set(new Date('2026-08-27T09:00:00Z'));
    try {
      expect(await worklist()).toContain('ABARA, Ada');
    } finally {
      guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
    }
  });

  it('it comes back as soon as something is recorded, and when somebody asks for it', async () => {
    const bello = await givenACallDue('Bello');
    await priya.submit(`${bello.address}/snooze`, { ...until('2026-08-27'), reason: 'Away' });
    expect(await worklist()).not.toContain('BELLO');
    await bello.does({ ...call, nextOn: day('2026-08-20') });
    expect(await worklist()).toContain('BELLO, Ada');
    await priya.submit(`${bello.address}/snooze`, { ...until('2026-08-27'), reason: 'Away' });
    await priya.submit(`${bello.address}/snooze`, { end: 'yes' }, `${bello.address}/snooze/end`);
    expect(await worklist()).toContain('BELLO, Ada');
  });

  it('for 14 days at most: more is refused, and what was typed stays', async () => {
    const { address } = await givenACallDue('Chukwu');
    const answer = await priya.submit(`${address}/snooze`, { ...until('2026-09-04'), reason: 'Long holiday' });
    expect(refused(answer)).toEqual([422, true]);
    expect(inWords(answer)).toContain('A case can be set aside for 14 days at most.');
    expect(answer.text).toContain('value="Long holiday"');
  });

  it('never while safety is at stake, be it asked by a page or by a program', async () => {
    const cancer = await guardian.takeIn({ ...person('Danso'), pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait' });
    await cancer.does(mine);
    expect((await priya.get('/worklist')).text).not.toContain(`${cancer.address}/snooze`);
    const page = await priya.get(`${cancer.address}/snooze`);
    expect(inWords(page)).toContain(
      'This case cannot be set aside while safety is at stake. Suspected cancer, not sent to a hospital yet.',
    );
    const { address } = await givenACallDue('Eze');
    const form = await priya.get(`${address}/snooze`);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form.text)?.[1] ?? '';
    const answer = await priya.post(`${cancer.address}/snooze`, {
      ...{ _csrf: hidden('_csrf'), commandId: hidden('commandId') },
      ...{ ...until('2026-08-27'), reason: 'Away' },
    });
    expect(refused(answer)).toEqual([422, true]);
    const program = await priya.json(
      'POST',
      `/api/v1${cancer.address}/commands`,
      { type: 'SnoozeWork', until: '2026-08-27', reason: 'Away' },
      { 'idempotency-key': 'snooze-danso', 'if-match': '"4"', accept: 'application/json' },
    );
    expect([program.status, JSON.parse(program.text)]).toMatchObject([409, { code: 'SafetyNotSnoozed' }]);
    expect((await cancer.state()).snoozedUntil).toBeNull();
  });
});

describe('why is this here', () => {
  it('names the rule, its date, what ends it, and why one stands before others that rank alike', async () => {
    await givenACallDue('Farah', '2026-08-22');
    const needs = { language: 'Somali', interpreter: true, format: 'standard', adjustments: null, mayBeTexted: false } as const;
    await givenACallDue('Gedi', '2026-08-22', { needs });
    const page = await worklist();
    expect(page).toMatch(/GEDI, Ada.*FARAH, Ada/);
    expect(page).toContain('Rule: contact, due 22 August 2026.');
    expect(page).toContain('It stays until a contact is recorded.');
    expect(page).toContain(
      '2 cases rank alike here. This one stands before those that wait longer, because it is at higher risk of being missed: needs an interpreter.',
    );
    expect(page).toContain('2 cases rank alike here. Those at higher risk of being missed stand before this one; then the longest wait');
  });

  it('the order among those can be the longest wait alone, for whoever asks for it, and it never sticks', async () => {
    await givenACallDue('Hale', '2026-08-23', { ...person('Hale'), referredOn: day('2026-07-01') });
    const needs = { language: null, interpreter: false, format: 'braille', adjustments: null, mayBeTexted: false } as const;
    await givenACallDue('Ito', '2026-08-23', { needs });
    expect(await worklist()).toMatch(/ITO, Ada.*HALE, Ada/);
    expect(inWords(await priya.get('/worklist?ties=longest-wait'))).toMatch(/HALE, Ada.*ITO, Ada/);
    expect(await worklist()).toMatch(/ITO, Ada.*HALE, Ada/);
  });
});

/** Somebody spoke with the patient today, and the next contact is far off. */
const spoke = {
  ...{ who: 'patient', how: 'phone', outcome: 'spoke', notes: 'All is well' },
  ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026', 'nextOn-day': '20', 'nextOn-month': '10', 'nextOn-year': '2026' },
};

describe('two people do not ring the same patient', () => {
  it('who opens a case is shown to the others, until they save or 15 minutes have passed', async () => {
    const { address } = await givenACallDue('Jaleh');
    await priya.get(address);
    expect(inWords(await joan.get('/worklist/team'))).toMatch(/JALEH, Ada.{0,90}With Priya Shah since 10:00/);
    expect(inWords(await joan.get(address))).toContain('With Priya Shah since 10:00.');
    expect(inWords(await priya.get(address))).not.toContain('With Priya Shah');
    expect(await worklist()).toMatch(/JALEH, Ada.{0,90}With you since 10:00/);
    await priya.submit(`${address}/snooze`, { ...until('2026-08-21'), reason: 'Rings back tomorrow' });
    expect(inWords(await joan.get(address))).not.toContain('With Priya Shah');
    guardian.clock.set(new Date('2026-08-20T09:14:59Z'));
    expect(inWords(await priya.get(address))).toContain('With Joan Okafor since 10:00.');
    guardian.clock.set(new Date('2026-08-20T09:15:00Z'));
    expect(inWords(await priya.get(address))).not.toContain('With Joan Okafor');
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  });

  it('"Save and open next" goes on with another case, and not with one that a colleague is at', async () => {
    const [kofi, lund, mori] = await Promise.all([
      givenACancer('Kofi', '2026-01-01'),
      givenACancer('Lund', '2026-01-02'),
      givenACancer('Mori', '2026-01-03'),
    ]);
    await joan.get(lund.address);
    const saved = await priya.submit(`${kofi.address}/contacts/new`, { ...spoke, then: 'next' });
    expect([saved.status, saved.location]).toEqual([303, `/worklist/next?after=${kofi.reference}`]);
    expect((await priya.get(saved.location ?? '')).location).toBe(mori.address);
    expect((await priya.get(`/worklist/next?after=${mori.reference}`)).location).toBe(kofi.address);
  });

  it('any other form that settles a row may go on in the same way', async () => {
    const { address, reference } = await givenACallDue('Lowe');
    const saved = await priya.submit(`${address}/snooze`, { ...until('2026-08-21'), reason: 'Rings back', then: 'next' });
    expect(saved.location).toBe(`/worklist/next?after=${reference}`);
  });
});

describe('the menu of every page', () => {
  const counted = ({ text }: Answer): string | undefined => />\s*My work \((\d+)\)/.exec(text)?.[1];

  it('says how many cases the coordinator has to do, the same as their worklist, and less after one is done', async () => {
    const { address } = await givenACallDue('Levi');
    const list = await priya.get('/worklist');
    const todo = Number(/My work today: (\d+) to do/.exec(inWords(list))?.[1]);
    expect([counted(list), counted(await priya.get('/help'))]).toEqual([String(todo), String(todo)]);
    await priya.submit(`${address}/snooze`, { ...until('2026-08-21'), reason: 'Tomorrow' });
    expect(counted(await priya.get(address))).toBe(String(todo - 1));
  });

  it('counts nothing for those who have no cases of their own', async () => {
    const samuel = guardian.visitor();
    await samuel.logIn(SAMUEL);
    const page = await samuel.get('/worklist');
    expect([page.text.includes('My work'), counted(page)]).toEqual([true, undefined]);
  });
});

describe('what is done today', () => {
  it('holds the cases that this person settled, and not those that still need somebody', async () => {
    const before = Number(/Done today: (\d+)/.exec(await worklist())?.[1]);
    const nagy = await givenACallDue('Nagy');
    await nagy.does({ type: 'AcceptReferral' });
    const obi = await givenACallDue('Obi');
    await obi.does({ type: 'AcceptReferral' });
    await priya.submit(`${nagy.address}/contacts/new`, spoke);
    await priya.submit(`${obi.address}/contacts/new`, { ...spoke, 'nextOn-month': '8' });
    expect(await worklist()).toContain(`Done today: ${before + 1}`);
    const done = inWords(await priya.get('/worklist/done'));
    expect(done).toContain('NAGY, Ada');
    expect(done).not.toContain('OBI, Ada');
    expect(inWords(await joan.get('/worklist/done'))).toContain('Nothing is done today yet.');
  });
});

describe('somebody is away', () => {
  const days = (from: string, to: string) => ({
    ...{ 'fromOn-day': from, 'fromOn-month': '8', 'fromOn-year': '2026' },
    ...{ 'toOn-day': to, 'toOn-month': '8', 'toOn-year': '2026' },
  });

  it('the colleague who covers has the cases in their own list, and sees whose they are', async () => {
    await givenACallDue('Park');
    expect(inWords(await joan.get('/worklist'))).not.toContain('PARK, Ada');
    const saved = await priya.submit('/worklist/cover', { absent: PRIYA, by: JOAN, ...days('20', '21') }, '/worklist/cover');
    expect([saved.status, saved.location]).toEqual([303, '/worklist/cover']);
    const list = inWords(await joan.get('/worklist'));
    expect(list).toContain('You cover for Priya Shah until Friday 21 August 2026.');
    expect(list).toMatch(/PARK, Ada.{0,90}For Priya Shah/);
    await joan.submit('/worklist/cover', {}, '/worklist/cover/end');
    expect(inWords(await joan.get('/worklist'))).not.toContain('PARK, Ada');
    expect(inWords(await joan.get('/worklist/cover'))).toContain('Nobody is away.');
  });

  it('nobody covers for themselves or while they are away: refused, and what was typed stays', async () => {
    const self = await priya.submit('/worklist/cover', { absent: PRIYA, by: PRIYA, ...days('24', '25') }, '/worklist/cover');
    expect(refused(self)).toEqual([422, true]);
    expect(inWords(self)).toContain('Nobody covers for themselves.');
    expect(self.text).toContain('value="24"');
    const past = await priya.submit('/worklist/cover', { absent: PRIYA, by: JOAN, ...days('18', '19') }, '/worklist/cover');
    expect(inWords(past)).toContain('The last day must be today or later');
    const elsewhere = await priya.submit(
      '/worklist/cover',
      { absent: 'demo-coordinator-havering', by: JOAN, ...days('24', '25') },
      '/worklist/cover',
    );
    expect(inWords(elsewhere)).toContain('Select a coordinator of your team');
  });
});

describe('several cases go to a colleague', () => {
  const choose = { from: PRIYA, to: JOAN, which: 'urgent', most: '2' };

  it('after a look at which they are, each with its entry, and the colleague has them', async () => {
    const rossi = await givenACallDue('Rossi');
    const sato = await givenACallDue('Sato');
    const tamm = await givenACallDue('Tamm');
    expect(inWords(await priya.get('/worklist/hand-over'))).toMatch(/Joan Okafor Guardian team, Southend\. \d+ open case/);
    const preview = await priya.submit('/worklist/hand-over', { ...choose, most: '100' }, '/worklist/hand-over/preview');
    expect(preview.status).toBe(200);
    const page = inWords(preview);
    expect(page).toContain('Hand over from Priya Shah to Joan Okafor');
    for (const name of ['ROSSI, Ada', 'SATO, Ada', 'TAMM, Ada']) expect(page).toContain(name);
    const hidden = Object.fromEntries(
      [...preview.text.matchAll(/<input type="hidden" name="(_csrf|commandId|from|to)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    const sent = { ...hidden, offered: [rossi.reference, sato.reference, tamm.reference], note: 'Ring after 4pm' };
    const none = await priya.post('/worklist/hand-over', sent);
    expect(refused(none)).toEqual([422, true]);
    expect(inWords(none)).toContain('Select at least 1 case');
    expect(none.text).toContain('Ring after 4pm');
    const cases = [rossi.reference, sato.reference];
    for (const again of [1, 2]) {
      const saved = await priya.post('/worklist/hand-over', { ...sent, cases });
      expect([again, saved.status, saved.location]).toEqual([again, 303, '/worklist']);
      expect(await worklist()).toContain('2 cases handed over from Priya Shah to Joan Okafor.');
    }
    expect((await rossi.state()).entries.filter((type) => type === 'CaseHandedOver')).toHaveLength(1);
    expect((await sato.state()).coordinator?.id).toBe(JOAN);
    expect((await tamm.state()).coordinator?.id).toBe(PRIYA);
    expect(inWords(await priya.get(`${sato.address}/timeline`))).toContain('Handed over from Priya Shah to Joan Okafor Ring after 4pm');
  });

  it('one that went elsewhere in the meantime is left, and it is said why', async () => {
    const udo = await givenACallDue('Udo');
    const form = await priya.submit('/worklist/hand-over', choose, '/worklist/hand-over/preview');
    const hidden = Object.fromEntries(
      [...form.text.matchAll(/<input type="hidden" name="(_csrf|commandId|from|to)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    await udo.does({ type: 'HandOverCase', to: { id: 'demo-coordinator-elsewhere', name: 'Noor Haddad' }, note: '' });
    await priya.post('/worklist/hand-over', { ...hidden, offered: [udo.reference], cases: [udo.reference, 'GR-ZZZZZZ'] });
    expect(await worklist()).toContain(
      `0 cases handed over from Priya Shah to Joan Okafor. Not handed over: ${udo.reference}: Noor Haddad has it. GR-ZZZZZZ: there is no such case.`,
    );
  });

  it('not from or to somebody of another team, nor to the same', async () => {
    const same = await priya.submit('/worklist/hand-over', { ...choose, to: PRIYA }, '/worklist/hand-over/preview');
    expect([same.status, inWords(same).includes('Select somebody else to take the cases over')]).toEqual([422, true]);
    const elsewhere = await priya.submit(
      '/worklist/hand-over',
      { ...choose, to: 'demo-coordinator-havering' },
      '/worklist/hand-over/preview',
    );
    expect([elsewhere.status, inWords(elsewhere).includes('Select two coordinators of your team')]).toEqual([422, true]);
  });
});

describe('the pages of a long list', () => {
  it('stay in their order while work goes on, and say what is new since then', async () => {
    const long: TestCase[] = [];
    for (let n = 0; n < 26; n++) long.push(await guardian.takeIn(person(`Long${String.fromCharCode(97 + n)}`)));
    const first = await priya.get('/worklist/team');
    const second = /href="([^"]*order=[^"]*page=2)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const before = await priya.get(second);
    expect(inWords(before)).toContain('These pages stay in their order of 10:00. Nothing new since then.');
    await guardian.takeIn({ ...person('Vega'), pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait' });
    const after = await priya.get(second);
    expect(inWords(after)).toContain('1 new item since 10:00: Show them');
    const names = ({ text }: Answer): string[] => [...text.matchAll(/class="app-patient" href="([^"]*)"/g)].map(([, href = '']) => href);
    expect(names(after)).toEqual(names(before));
    const settled = long.find(({ address }) => names(after).includes(address));
    await settled?.does({ type: 'SnoozeWork', until: day('2026-08-21'), reason: 'Tomorrow' });
    const last = await priya.get(second);
    expect(inWords(last)).toContain('Done or moved on since 10:00 (1)');
    expect(names(last).length).toBe(names(before).length - 1);
    expect(inWords(await priya.get('/worklist/team'))).toContain('VEGA, Ada');
    expect((await priya.get('/worklist/team?order=mine')).status).toBe(400);
  });
});
