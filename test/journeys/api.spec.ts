import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Answer, Visitor } from '../support/web';

const TOM = 'demo-coordinator-castle-point-and-rochford';
const LEILA = 'demo-pcn-southend-east';
const HELEN = 'demo-acute-lead';
const RUTH = 'demo-administrator';

const referral = {
  patient: { nhsNumber: '999 000 0018', family: 'Hussain', given: 'Amir', bornOn: '1961-02-03', sex: 'male' },
  practice: 'F81003',
  pathway: 'hip-pain',
  priority: 'routine',
  referredOn: '2026-08-10',
  reason: 'Pain in the left hip at night',
  referrer: 'Dr Alva Nyman',
};
const call = { type: 'RecordContact', on: '2026-08-20', who: 'patient', how: 'phone', outcome: 'spoke', notes: 'Still in pain' };

let guardian: TestGuardian;
let priya: Visitor;
let tom: Visitor;
let keys = 0;

const loggedIn = async (person: string): Promise<Visitor> => {
  const visitor = guardian.visitor();
  await visitor.logIn(person);
  return visitor;
};
const newKey = (): string => `key-${++keys}`;
/** What routes answer; each test looks at its own part. */
interface Told {
  readonly reference: string;
  readonly caseId: string;
  readonly revision: number;
  readonly code: string;
  readonly facts: { readonly revision: number };
  readonly errors: readonly unknown[];
  readonly asOf: string;
  readonly cases: readonly { readonly reference: string }[];
  readonly items: readonly { readonly reference: string; readonly reasons: readonly unknown[] }[];
  readonly entries: readonly { readonly entry: number; readonly type: string; readonly by: object; readonly correctedBy: number | null }[];
  readonly suspectedDuplicates: readonly string[];
  readonly open: number;
  readonly suppressed: boolean;
  readonly pathways: readonly unknown[];
  readonly practices: readonly unknown[];
  readonly pcns: readonly unknown[];
  readonly providers: readonly unknown[];
}
const of = (answer: Answer): Told => JSON.parse(answer.text) as Told;
const events = async (): Promise<number> =>
  (await guardian.database.pool.query<{ n: number }>('select count(*)::int as n from events')).rows[0]?.n ?? 0;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = await loggedIn(PRIYA);
  tom = await loggedIn(TOM);
}, 60_000);

afterAll(() => guardian?.close());

const take = (body: object, key = newKey(), visitor = priya): Promise<Answer> =>
  visitor.json('POST', '/api/v1/referrals', body, { 'idempotency-key': key });

const tell = (reference: string, body: unknown, revision: number | string, key = newKey(), visitor = priya): Promise<Answer> =>
  visitor.json('POST', `/api/v1/cases/${reference}/commands`, body, { 'idempotency-key': key, 'if-match': `"${revision}"` });

describe('a program that receives a referral', () => {
  it('gets a reference, and what it sends again is answered and not done again', async () => {
    const first = await take(referral, 'referral-1');
    expect([first.status, of(first)]).toEqual([
      201,
      { reference: expect.stringMatching(/^GR-[A-Z2-9]{6}$/), caseId: expect.stringMatching(/^[0-9a-f-]{36}$/), revision: 1 },
    ]);
    expect(first.headers.get('etag')).toBe('"1"');
    expect(first.headers.get('location')).toBe(`/api/v1/cases/${of(first).reference}`);
    const recorded = await events();

    const again = await take(referral, 'referral-1');
    expect([again.status, of(again), again.headers.get('etag')]).toEqual([201, of(first), '"1"']);
    const other = await take({ ...referral, reason: 'Pain in both hips' }, 'referral-1');
    expect([other.status, of(other).code]).toEqual([422, 'CommandIdReused']);
    expect(await events()).toBe(recorded);

    const found = await priya.get(first.headers.get('location') ?? '');
    expect([found.headers.get('etag'), found.headers.get('cache-control')]).toEqual(['"1"', 'no-store']);
    expect(of(found)).toMatchObject({
      reference: of(first).reference,
      revision: 1,
      step: 'intake',
      nextMover: 'guardian-team',
      practice: { code: 'F81003', pcn: 'north-road-plus-pcn', place: 'southend' },
      patient: { nhsNumber: '9990000018', family: 'Hussain', given: 'Amir', bornOn: '1961-02-03', restricted: false },
    });
  });

  it('is told when the same patient waits on the same pathway already', async () => {
    const first = of(await take({ ...referral, patient: { ...referral.patient, nhsNumber: '9991112227', family: 'Adler' } }));
    const second = of(await take({ ...referral, patient: { ...referral.patient, nhsNumber: '9991112227', family: 'Adler' } }));
    expect(of(await priya.get(`/api/v1/cases/${second.reference}`)).suspectedDuplicates).toEqual([first.caseId]);
  });

  it('may use a key that another program uses too', async () => {
    const [hers, ruths] = [await take(referral, 'shared'), await take(referral, 'shared', await loggedIn(RUTH))];
    expect([hers.status, ruths.status]).toEqual([201, 201]);
    expect(of(hers).caseId).not.toBe(of(ruths).caseId);
  });

  it('is refused a practice that is not the user’s in the words for one that is not there', async () => {
    const [foreign, none] = [await take({ ...referral, practice: 'F81001' }), await take({ ...referral, practice: 'Z99999' })];
    expect([foreign.status, of(foreign).errors]).toEqual([400, [{ field: 'practice', message: '"F81001" is not known here' }]]);
    expect([none.status, of(none).errors]).toEqual([400, [{ field: 'practice', message: '"Z99999" is not known here' }]]);
  });
});

describe('a program that works on a case', () => {
  it('does each thing once', async () => {
    const { reference } = await guardian.takeIn();
    const done = await tell(reference, call, 1, 'call-1');
    expect([done.status, of(done), done.headers.get('etag')]).toEqual([
      200,
      { revision: 2, position: expect.any(String), appended: 1, replayed: false },
      '"2"',
    ]);
    const again = await tell(reference, call, 1, 'call-1');
    expect([again.status, of(again)]).toEqual([200, { ...of(done), replayed: true }]);
    const other = await tell(reference, { ...call, notes: 'Better now' }, 2, 'call-1');
    expect([other.status, of(other).code]).toEqual([422, 'CommandIdReused']);
    expect(of(await priya.get(`/api/v1/cases/${reference}`)).revision).toBe(2);
  });

  it('is told who changed the case since it was seen, and the revision to look at', async () => {
    const { reference } = await guardian.takeIn();
    await tell(reference, call, 1);
    const stale = await tell(reference, { type: 'AcceptReferral' }, 1);
    expect([stale.status, of(stale).code, of(stale).facts]).toEqual([
      409,
      'StreamMovedOn',
      { revision: 2, by: 'Priya Shah', at: '2026-08-20T09:00:00.000Z' },
    ]);
    expect((await tell(reference, { type: 'AcceptReferral' }, of(stale).facts.revision)).status).toBe(200);
  });

  it('says what it does once, and to which revision', async () => {
    const { reference } = await guardian.takeIn();
    const url = `/api/v1/cases/${reference}/commands`;
    const noKey = await priya.json('POST', url, call, { 'if-match': '"1"' });
    expect([noKey.status, of(noKey).code]).toEqual([400, 'CommandIdMissing']);
    const noRevision = await priya.json('POST', url, call, { 'idempotency-key': 'a' });
    expect([noRevision.status, of(noRevision).code]).toEqual([428, 'RevisionMissing']);
  });

  it('names people, hospitals and cases by code', async () => {
    const { reference } = await guardian.takeIn();
    expect((await tell(reference, { type: 'AssignCase', coordinator: PRIYA }, 1)).status).toBe(200);
    const foreign = await tell(reference, { type: 'HandOverCase', to: TOM }, 2);
    expect([foreign.status, of(foreign).errors]).toEqual([400, [{ field: 'to', message: `"${TOM}" is not known here` }]]);
    const sent = await tell(reference, { type: 'SendReferral', to: 'NOWHERE', on: '2026-08-20' }, 2);
    expect([sent.status, of(sent).errors]).toEqual([400, [{ field: 'to', message: '"NOWHERE" is not known here' }]]);
    expect((await tell(reference, { type: 'AcceptReferral' }, 2)).status).toBe(200);
    const order = {
      type: 'OrderDiagnostic',
      test: 'xray-hip',
      site: 'EXAMPLE-CDC',
      urgency: 'routine',
      question: 'Arthritis?',
      patientTold: true,
    };
    expect(of(await tell(reference, order, 3))).toMatchObject({ appended: 1 });
    expect(of(await priya.get(`/api/v1/cases/${reference}`))).toMatchObject({
      coordinator: { id: PRIYA, name: 'Priya Shah' },
      tests: [{ testId: 't1', test: 'xray-hip', item: 'xray-hip', status: 'ordered' }],
    });
  });

  it('is refused what the rules refuse, in the words that people read', async () => {
    const { reference } = await guardian.takeIn();
    const refused = await tell(reference, { type: 'PassGate' }, 1);
    expect([refused.status, of(refused)]).toEqual([
      409,
      expect.objectContaining({ code: 'NotAccepted', title: 'This cannot be done now', detail: 'Accept the referral first.' }),
    ]);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });

  it('sees what happened, with what was corrected, and nothing that belongs to another patient', async () => {
    const { reference, does } = await guardian.takeIn();
    await does(
      {
        type: 'RecordContact',
        ...{ on: day('2026-08-19'), who: 'patient', how: 'phone', outcome: 'spoke', notes: 'wrong chart', nextOn: null },
      },
      {
        type: 'RecordContact',
        ...{ on: day('2026-08-20'), who: 'carer', how: 'phone', outcome: 'spoke', notes: 'mistyped', nextOn: null },
      },
      { type: 'MoveEntryToPatient', entry: 2, reason: 'Another patient' },
      { type: 'CorrectEntry', entry: 3, correction: 'It was the patient', reason: 'Mistyped' },
    );
    const answer = await priya.get(`/api/v1/cases/${reference}/timeline`);
    expect(answer.headers.get('etag')).toBe('"5"');
    const { entries } = of(answer);
    expect(entries.map(({ entry, type, correctedBy }) => [entry, type, correctedBy])).toEqual([
      [1, 'ReferralReceived', null],
      [3, 'ContactRecorded', 5],
      [4, 'EntryMovedToPatient', null],
      [5, 'EntryCorrected', null],
    ]);
    expect(entries[1]?.by).toEqual({ name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' });
    expect(answer.text).not.toContain('wrong chart');
  });
});

describe('a program that looks for cases', () => {
  it('finds them by filter, by worklist and by search', async () => {
    const { reference } = await guardian.takeIn({
      identity: { nhsNumber: '9992223332', family: 'Zelenka', given: 'Rosa', title: null, bornOn: day('1950-01-01'), sex: 'female' },
    });
    const list = of(await priya.get('/api/v1/cases?step=intake&practice=F81003&size=100&direction=newest-first'));
    expect(list).toMatchObject({ page: 1, size: 100, total: list.cases.length });
    expect(list.cases.map((one) => one.reference)).toContain(reference);
    expect(Number.isNaN(Date.parse(list.asOf))).toBe(false);

    const worklist = of(await priya.get('/api/v1/worklist?of=team&size=100'));
    expect(worklist.items.find((item) => item.reference === reference)?.reasons[0]).toMatchObject({ band: expect.any(String) });

    for (const text of ['999 222 3332', reference, 'zelenka']) {
      const found = of(await priya.json('POST', '/api/v1/cases/search', { text }));
      expect(found.cases.map((one) => one.reference)).toEqual([reference]);
    }
  });

  it('gets nothing of another place, in the words for what is not there', async () => {
    const { reference } = await guardian.takeIn();
    const without = (answer: Answer) => ({ ...of(answer), instance: '' });
    const [foreign, none] = [await tom.get(`/api/v1/cases/${reference}`), await tom.get('/api/v1/cases/GR-ZZZZZZ')];
    expect(foreign.status).toBe(404);
    expect(without(foreign)).toEqual(without(none));
    const before = await events();
    const written = await tell(reference, call, 1, newKey(), tom);
    expect([written.status, without(written)]).toEqual([404, without(none)]);
    expect(await events()).toBe(before);
    expect(of(await tom.get('/api/v1/cases'))).toMatchObject({ total: 0, cases: [] });
    expect(of(await tom.json('POST', '/api/v1/cases/search', { text: reference })).cases).toEqual([]);
  });
});

describe('a program with a question that reached the service', () => {
  it('records it, ties it to a case, and closes it with an answer', async () => {
    const asked = { channel: 'phone', on: '2026-08-20', from: 'Margaret Okonkwo', question: 'When is my scan?' };
    const received = await priya.json('POST', '/api/v1/enquiries', asked, { 'idempotency-key': 'asked-1' });
    expect([received.status, of(received).revision]).toEqual([201, 1]);
    const url = received.headers.get('location') ?? '';
    expect(of(await priya.json('POST', '/api/v1/enquiries', asked, { 'idempotency-key': 'asked-1' }))).toEqual(of(received));
    expect((await tom.get(url)).status).toBe(200);

    const { reference, caseId } = await guardian.takeIn();
    const say = (body: object, revision: number, visitor = priya) =>
      visitor.json('POST', `${url}/commands`, body, { 'idempotency-key': newKey(), 'if-match': `"${revision}"` });
    expect((await say({ type: 'MatchEnquiry', reference }, 1)).status).toBe(200);
    expect((await tom.get(url)).status).toBe(404);
    expect((await say({ type: 'CloseEnquiry', outcome: 'not-for-us' }, 2, tom)).status).toBe(404);
    expect(of(await say({ type: 'CloseEnquiry', outcome: 'answered' }, 2)).code).toBe('NotAnswered');
    await say({ type: 'AnswerEnquiry', on: '2026-08-20', how: 'phone', answer: 'It is on 1 September' }, 2);
    expect((await say({ type: 'CloseEnquiry', outcome: 'answered' }, 3)).headers.get('etag')).toBe('"4"');
    expect(of(await priya.get(url))).toMatchObject({ caseId, answered: true, closed: true, revision: 4 });
    expect((await priya.get('/api/v1/enquiries/nonsense')).status).toBe(404);
  });
});

describe('a program that reports', () => {
  it('gets the bottlenecks and the caseload of a PCN', async () => {
    await guardian.takeIn();
    const report = of(await priya.get('/api/v1/reports/bottlenecks?weeks=4&pathway=hip-pain'));
    expect(report).toMatchObject({ weeks: 4, to: '2026-08-20', suppressed: false });
    expect(of(await priya.get('/api/v1/pcns/north-road-plus-pcn/caseload')).open).toBeGreaterThan(0);
    expect(of(await (await loggedIn(HELEN)).get('/api/v1/reports/bottlenecks')).suppressed).toBe(true);
  });

  it.each([
    ['another place’s PCN', TOM, '/api/v1/pcns/north-road-plus-pcn/caseload', 404],
    ['another PCN', LEILA, '/api/v1/pcns/north-road-plus-pcn/caseload', 404],
    ['a PCN that is not there', PRIYA, '/api/v1/pcns/nowhere-pcn/caseload', 404],
    ['a report about another place’s PCN', TOM, '/api/v1/reports/bottlenecks?pcn=north-road-plus-pcn', 400],
    ['a report about a pathway that is not there', TOM, '/api/v1/reports/bottlenecks?pathway=nothing', 400],
  ])('does not get %s', async (_, person, url, status) => {
    expect((await (await loggedIn(person)).get(url)).status).toBe(status);
  });

  it('finds the codes that the other routes take', async () => {
    expect(of(await priya.get('/api/v1/pathways')).pathways).toHaveLength(12);
    expect(of(await priya.get('/api/v1/directory/practices')).practices).toHaveLength(93);
    expect(of(await priya.get('/api/v1/directory/pcns')).pcns).toHaveLength(13);
    expect(of(await priya.get('/api/v1/directory/providers')).providers.length).toBeGreaterThan(0);
  });
});

describe('a role', () => {
  const commands = '/api/v1/cases/GR-ZZZZZZ/commands';
  it.each([
    [LEILA, 'POST', commands, 403],
    [LEILA, 'GET', '/api/v1/worklist', 403],
    [LEILA, 'POST', '/api/v1/referrals', 403],
    [LEILA, 'POST', '/api/v1/enquiries', 403],
    [SAMUEL, 'POST', '/api/v1/referrals', 403],
    [HELEN, 'GET', '/api/v1/cases', 403],
    [HELEN, 'GET', '/api/v1/cases/GR-ZZZZZZ', 403],
    [HELEN, 'POST', '/api/v1/cases/search', 403],
    [HELEN, 'GET', '/api/v1/pcns/north-road-plus-pcn/caseload', 403],
    [RUTH, 'GET', '/api/v1/reports/bottlenecks', 403],
    [RUTH, 'GET', '/api/v1/cases/GR-ZZZZZZ/timeline', 403],
    ['', 'GET', '/api/v1/cases', 401],
    ['', 'POST', '/api/v1/referrals', 401],
    ['', 'POST', commands, 401],
    ['', 'GET', '/api/v1/pathways', 401],
  ])('%s may not %s %s', async (person, method, url, status) => {
    const visitor = person ? await loggedIn(person) : guardian.visitor();
    const answer = method === 'GET' ? await visitor.get(url) : await visitor.json('POST', url, {});
    expect(answer.status).toBe(status);
  });
});
