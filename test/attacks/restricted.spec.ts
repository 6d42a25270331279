// A16 of the catalogue of attacks: a record that is restricted (PDS-sensitive, "S-flag") tells nobody where the patient lives, how to reach
// them or which practice is theirs: no page, list, file or answer of the API, also when the lists are built anew.
import { actorOf, demoUser } from '@guardian/access';
import { type CaseCommand, HandleEnquiryCommand, HandlePatientCommand, type PatientCommand } from '@guardian/casework';
import { openEventStore } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import { replay } from '@guardian/projections';
import { v7 as newUuid } from 'uuid';
import { READ_MODELS } from '../../apps/cli/src/read-models';
import { LEAD, ROUTES } from '../support/every-page';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { testLog } from '../support/log';
import { formIn, type Visitor } from '../support/web';

jest.setTimeout(120_000);

const TODAY = day('2026-08-20');
const EDITH = 'demo-privacy-officer';
// Of no other patient here; the enquiry's place and the PCN's staff are those of every other case.
const PRACTICE = { code: 'F81086', name: 'Central Surgery Southchurch Boulevard', pcn: 'southend-east-pcn', place: 'southend' };
const DETAILS = {
  address: '7 Hidinglane',
  postcode: 'SS9 9QX',
  homePhone: '01632 960777',
  mobilePhone: '07700 900777',
  email: 'hide@example.org',
};
const HIDDEN = [...Object.values(DETAILS), DETAILS.mobilePhone.replaceAll(' ', ''), PRACTICE.code, PRACTICE.name];

let guardian: TestGuardian;
const visitors: Record<string, Visitor> = {};
const cases: TestCase[] = [];
let patientId: string;

const user = demoUser(PRIYA)!;
const toPatient = (command: PatientCommand) =>
  guardian.commands.execute(new HandlePatientCommand(patientId, command, { actor: actorOf(user), commandId: newUuid() }));
const gp = { name: 'Dr Alva Nyman', role: 'GP', organisation: PRACTICE.name };
const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' };
const DID: readonly (readonly CaseCommand[])[] = [
  [
    { type: 'AcceptReferral' },
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'SendMessage', from: 'others', kind: 'advice', urgent: true, mayRefer: true, text: 'Is an MRI useful?', by: gp, to: samuel },
    { type: 'AnswerMessage', threadId: 'm1', from: 'service', answer: 'advice', text: 'No', by: samuel },
    { type: 'SendMessage', from: 'service', kind: 'question', urgent: false, mayRefer: false, text: 'Can she walk?', by: samuel, to: gp },
    {
      type: 'OfferResponsibility',
      to: { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team' },
      replyBy: day('2026-08-27'),
      summary: 'Waits',
    },
    { type: 'OpenHarmReview', trigger: 'long-wait' },
  ],
  [{ type: 'ReturnReferral', missing: ['X-ray'], message: 'Please send it', replyBy: day('2026-09-01') }],
  [
    {
      ...{ type: 'CloseCase', reason: 'discharged-to-primary-care', on: TODAY, evidence: 'Letter', reviewer: 'Dr Samuel Brandt' },
      ...{ patientTold: 'letter', referrerTold: 'letter' },
    },
  ],
];

/** How often each of the hidden facts stands in what somebody is answered, place by place. */
async function crawl(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const ofCases = ROUTES.filter((route) => route.includes(':reference') && !route.replace(':reference', '').includes(':'));
  const places = [
    ...ROUTES.filter((route) => !route.includes(':')),
    ...['/cases?pcn=southend-east-pcn', '/messages?box=waiting', '/messages?box=needs-reply', '/search?q=Quietly'],
    ...['/reports/harm-reviews?show=done', '/api/v1/cases', '/cases?sort=wait'],
    ...cases.flatMap(({ reference }) => [
      ...ofCases.map((route) => route.replace(':reference', reference)),
      ...[
        `/cases/${reference}/as-of?on-day=20&on-month=8&on-year=2026`,
        `/cases/${reference}/messages/m1`,
        `/cases/${reference}/messages/m2`,
      ],
      ...[`/api/v1/cases/${reference}`, `/api/v1/cases/${reference}/timeline`],
    ]),
  ];
  for (const [who, visitor] of Object.entries(visitors)) {
    for (const place of places) {
      const { text, status } = await visitor.get(place);
      expect([place, status < 500]).toEqual([place, true]);
      // every practice of the place may be chosen in a filter
      const said = text.replaceAll(/<select.*?<\/select>/gs, '');
      found.set(
        `${who} ${place}`,
        HIDDEN.reduce((sum, one) => sum + said.split(one).length - 1, 0),
      );
    }
  }
  return found;
}

async function everybodyHasAReason(): Promise<void> {
  for (const who of Object.keys(visitors)) {
    await guardian.database.pool.query(
      `insert into break_glass (until, user_id, user_name, role, organisation, patient_id, reason, words)
       values (now() + interval '50 minutes', $1, $1, 'coordinator', 'Guardian team', $2, 'emergency', 'Said for this spec')`,
      [who, patientId],
    );
  }
}

let before: Map<string, number>;
const more = (after: Map<string, number>): string[] =>
  [...after].filter(([place, hits]) => hits > (before.get(place) ?? 0)).map(([place, hits]) => `${place}: ${hits}`);

beforeAll(async () => {
  guardian = await startTestGuardian();
  for (const who of [PRIYA, SAMUEL, EDITH, LEAD, 'demo-pcn-southend-east']) await (visitors[who] = guardian.visitor()).logIn(who);
  before = await crawl();
  for (const [n, pathwayId] of ['hip-pain', 'cataract', 'knee-pain'].entries()) {
    cases.push(
      await guardian.takeIn({
        ...somebody({ family: 'Quietly', nhsNumber: '9990000026' }),
        ...{ practice: PRACTICE, details: DETAILS, pathwayId, referredOn: day(`2025-07-0${n + 1}`), reason: 'Pain' },
      }),
    );
  }
  patientId = (await cases[0]!.state()).opened?.patientId ?? '';
  await toPatient({ type: 'PlaceRestriction', because: 'Moved away from a violent partner' });
  for (const [n, commands] of DID.entries()) await cases[n]!.does(...commands);
  const enquiryId = newUuid();
  const asked = { type: 'ReceiveEnquiry', channel: 'phone', on: TODAY, asker: 'patient', place: 'southend', promisedBy: TODAY } as const;
  for (const command of [{ ...asked, from: 'Quietly', question: 'When?' }, { type: 'MatchEnquiry', caseId: cases[0]!.caseId } as const]) {
    await guardian.commands.execute(new HandleEnquiryCommand(enquiryId, command, { actor: actorOf(user), commandId: newUuid() }));
  }
}, 120_000);
afterAll(() => guardian?.close());

// Counts of every practice, a link on those that are not 0; nobody is named.
const COUNTS = '/pcn/southend-east-pcn';

it('A16: whoever is not the coordinator says first why they open it, which the coordinator and the privacy officer see', async () => {
  const [priya, samuel, pcn] = [visitors[PRIYA]!, visitors[SAMUEL]!, visitors['demo-pcn-southend-east']!];
  const { address, reference } = cases[0]!;
  expect((await priya.get(address)).status).toBe(200);
  const asked = await samuel.get(`${address}/timeline`);
  expect([asked.status, asked.location]).toEqual([303, `${address}/reason`]);
  expect((await samuel.json('GET', `/api/v1/cases/${reference}`, undefined)).status).toBe(403);
  const command = { 'idempotency-key': 'a-key', 'if-match': '"9"' };
  expect((await samuel.json('POST', `/api/v1/cases/${reference}/commands`, { type: 'AcceptReferral' }, command)).status).toBe(403);
  expect((await samuel.get(`${address}/reason`)).text).not.toMatch(/quietly/i);
  expect((await pcn.get(`${address}/reason`)).status).toBe(403);
  const short = await samuel.submit(`${address}/reason`, { reason: 'emergency', words: 'too short' });
  expect([short.status, short.text.includes('too short')]).toEqual([422, true]);
  const opened = await samuel.submit(`${address}/reason`, { reason: 'emergency', words: 'She rang and could not breathe' });
  expect([opened.status, opened.location]).toEqual([303, address]);
  expect((await samuel.get(address)).text).toMatch(/quietly/i);
  expect((await priya.get(address)).text).toContain('Dr Samuel Brandt, Guardian team, Southend. The patient is in danger now');
  expect((await visitors[EDITH]!.get('/audit/break-glass')).text).toContain('Dr Samuel Brandt');
});

it('A16: location, contact and practice of a restricted record stand nowhere', async () => {
  await everybodyHasAReason();
  const after = await crawl();
  expect(more(after)).toEqual([]);
  expect((await visitors[PRIYA]!.get(COUNTS)).text).not.toMatch(/quietly/i);
});

it('A16: who is listed for a practice is not told by its list', async () => {
  const inAll = await visitors[PRIYA]!.get('/cases');
  const ofPractice = await visitors[PRIYA]!.get(`/cases?practice=${PRACTICE.code}`);
  expect([inAll.text, ofPractice.text].map((text) => /quietly/i.test(text))).toEqual([true, false]);
});

it('A16: they stand in no table of the lists, also when those are built anew', async () => {
  const { pool, url } = guardian.database;
  const tables = async (): Promise<string> => {
    const { rows } = await pool.query<{ row: string }>(
      'select t::text as row from caseload_patient t union all select t::text from caseload_enquiry t',
    );
    return rows.map(({ row }) => row).join('\n');
  };
  const told = (text: string): string[] => Object.values(DETAILS).filter((one) => text.includes(one));
  expect(told(await tables())).toEqual([]);
  const store = openEventStore(testLog(url));
  await replay({ url, store, readModels: READ_MODELS });
  await store.close();
  expect(told(await tables())).toEqual([]);
  expect(more(await crawl())).toEqual([]);
});

it('A16: a clinician who looks for serious harm in a restricted record says why first', async () => {
  await toPatient({ type: 'ReceiveDataRequest', requestId: 'copy', kind: 'subject-access', receivedOn: TODAY, asks: 'All of it' });
  const review = `/privacy/clinical-reviews/${patientId}/copy`;
  const samuel = visitors[SAMUEL]!;
  expect((await samuel.get(review)).status).toBe(200); // he has said why, above
  await guardian.database.pool.query('insert into break_glass_end (use_id) select use_id from break_glass where user_id = $1', [SAMUEL]);
  const asked = await samuel.get(review);
  expect([asked.status, cases.some(({ address }) => asked.location === `${address}/reason`)]).toEqual([303, true]);
});

it('A16: anybody who works the case restricts the record, and a clinician lifts it', async () => {
  const [priya, samuel] = [visitors[PRIYA]!, visitors[SAMUEL]!];
  const hidden = await guardian.takeIn({ ...somebody({ family: 'Hidden' }), details: DETAILS });
  const page = `${hidden.address}/restriction`;
  expect((await priya.get(hidden.address)).text).toContain(DETAILS.address);
  expect((await priya.submit(page, { because: ' ' })).status).toBe(422);
  expect((await priya.submit(page, { because: 'He looks for her' })).status).toBe(303);
  expect((await priya.get(hidden.address)).status).toBe(303);
  await hidden.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
  expect((await priya.get(hidden.address)).text).not.toContain(DETAILS.address);
  expect((await priya.get(page)).text).toContain('A clinician lifts a restriction');
  await samuel.submit(`${hidden.address}/reason`, { reason: 'safeguarding', words: 'The social worker rang about her' });
  expect((await samuel.submit(page, { because: 'He is in prison' }, `${page}/lift`)).status).toBe(303);
  expect((await priya.get(page)).text).toContain('Restrict this record');
  const timeline = (await priya.get(`${hidden.address}/timeline`)).text;
  expect(
    ['Record restricted', 'He looks for her', 'Restriction lifted', 'He is in prison'].filter((one) => !timeline.includes(one)),
  ).toEqual([]);
});

it('A16: a referral that brings an address is taken in without it', async () => {
  await guardian.takeIn({
    ...somebody({ family: 'Quietly', nhsNumber: '9990000026' }),
    practice: PRACTICE,
    details: DETAILS,
    pathwayId: 'hearing-loss',
  });
  await toPatient({ type: 'LiftRestriction', because: 'Safe now' });
  const { rows } = await guardian.database.pool.query('select details from caseload_patient where patient_id = $1', [patientId]);
  expect(rows).toEqual([{ details: null }]);
  await toPatient({ type: 'RecordContactDetails', details: DETAILS });
  const open = await guardian.takeIn({ ...somebody({ family: 'Openly' }), practice: PRACTICE, details: DETAILS });
  const page = (await visitors[PRIYA]!.get(open.address)).text;
  for (const shown of [DETAILS.address, PRACTICE.name]) expect(page).toContain(shown); // so the others would have been seen
});

it('A16: whoever restricts what somebody else has restricted meanwhile does not open it again', async () => {
  const [priya, samuel] = [visitors[PRIYA]!, visitors[SAMUEL]!];
  const both = await guardian.takeIn({ ...somebody({ family: 'Twice' }), details: DETAILS });
  const page = `${both.address}/restriction`;
  const { hidden, action } = formIn((await samuel.get(page)).text, page);
  await priya.submit(page, { because: 'He looks for her' });
  await samuel.submit(`${both.address}/reason`, { reason: 'safeguarding', words: 'The social worker rang about her' });
  expect((await samuel.post(action, { ...hidden, because: 'He looks for her' })).status).toBe(303);
  expect((await samuel.get(page)).text).toContain('Lift the restriction');
});

it('A16: the other record of the same person tells no more, whichever came first', async () => {
  const [priya, samuel] = [visitors[PRIYA]!, visitors[SAMUEL]!];
  const person = (family: string) => guardian.takeIn({ ...somebody({ family }), practice: PRACTICE, details: DETAILS });
  const mine = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } } as const;
  const taken = [await person('Linked'), await person('Linked'), await person('Linked')] as const;
  for (const one of taken) await one.does(mine);
  const [first, second, third] = taken;
  const join = async (here: TestCase, there: TestCase): Promise<void> => {
    for (const visitor of [priya, samuel]) {
      const page = `${here.address}/duplicate?with=${there.reference}`;
      const sent = await visitor.submit(page, { answer: 'new-referral', compared: 'yes' }, `${here.address}/duplicate`);
      expect(sent.status).toBe(303);
    }
  };
  const hits = async (one: TestCase): Promise<string[]> => {
    const { status, text } = await priya.get(one.address);
    expect(status).toBe(200);
    return HIDDEN.filter((hidden) => text.includes(hidden));
  };
  await join(first, second);
  expect(await hits(second)).toContain(DETAILS.address);
  expect((await priya.submit(`${first.address}/restriction`, { because: 'He looks for her' })).status).toBe(303);
  expect([await hits(first), await hits(second)]).toEqual([[], []]);
  for (const one of [first, second])
    await samuel.submit(`${one.address}/reason`, { reason: 'safeguarding', words: 'The social worker rang about her' });
  await join(second, third);
  expect(await hits(third)).toEqual([]);
});

it('A16: what pages hide is recorded as it was said', async () => {
  const priya = visitors[PRIYA]!;
  const asked = await guardian.takeIn({ ...somebody({ family: 'Asked' }), practice: PRACTICE });
  await asked.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } }, ...DID[0]!.slice(4, 5));
  expect((await priya.submit(`${asked.address}/restriction`, { because: 'He looks for her' })).status).toBe(303);
  const thread = `${asked.address}/messages/m1`;
  expect((await priya.submit(thread, { from: 'others', answer: 'reply', text: 'She can' }, `${thread}/answer`)).status).toBe(303);
  expect((await priya.get(thread)).text).not.toContain(PRACTICE.name);
  const samuel = visitors[SAMUEL]!;
  await samuel.submit(`${asked.address}/reason`, { reason: 'safeguarding', words: 'The social worker rang about her' });
  await samuel.submit(`${asked.address}/restriction`, { because: 'Safe now' }, `${asked.address}/restriction/lift`);
  const after = (await priya.get(thread)).text;
  expect([after.includes('Practice not shown'), after.includes(PRACTICE.name)]).toEqual([false, true]);
});

it('A16: an entry is not moved into a restricted record by whoever has not said why', async () => {
  const samuel = visitors[SAMUEL]!;
  const [wrong, right] = [await guardian.takeIn(somebody()), await guardian.takeIn(somebody({ family: 'Unseen' }))];
  await wrong.does({ type: 'RecordContact', on: TODAY, who: 'patient', how: 'phone', outcome: 'spoke', notes: 'Fell', nextOn: null });
  await wrong.does({ type: 'MoveEntryToPatient', entry: 2, reason: 'Call of another patient' });
  expect((await visitors[PRIYA]!.submit(`${right.address}/restriction`, { because: 'He looks for her' })).status).toBe(303);
  const page = await samuel.get(`${wrong.address}/corrections/2/right-patient?case=${right.reference}`);
  expect([page.status, page.location]).toEqual([303, `${right.address}/reason`]);
});
