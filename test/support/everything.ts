// Cases, and what surrounds them, in each state that a page has to show: empty, busy, and with more than one page of everything.
import { addDays, day } from '@guardian/kernel';
import { type CaseCommand, HandleEnquiryCommand, HandlePatientCommand, type PatientCommand } from '@guardian/casework';
import { v7 as newUuid } from 'uuid';
import { A_FILE, A_USE, AN_AGREED_FILE, EDITH, HAVERING } from './every-page';
import { PRIYA, somebody, type TestCase, type TestGuardian } from './guardian';

const TODAY = day('2026-08-20');
const SOUTHEND = { code: 'RAJ01', name: 'Southend Hospital' };
const MINE: CaseCommand = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } };
/** One more than a page of a list. */
const LONG = 26;

export interface Everything {
  /** It has just come. */
  readonly fresh: TestCase;
  /** In workup, with a test booked. */
  readonly busy: TestCase;
  /** With something of every kind open. */
  readonly worse: TestCase;
  /** For more than a year. */
  readonly waited: TestCase;
  /** With an exit to review. */
  readonly leaving: TestCase;
  readonly closed: TestCase;
  /** With more than a page of contacts, check-ins, tests, messages and escalations. */
  readonly long: TestCase;
}

export async function everything(guardian: TestGuardian): Promise<Everything> {
  const fresh = await guardian.takeIn();
  const found = { fresh, busy: await busy(guardian), worse: await worse(guardian), long: await long(guardian) };
  const waited = await guardian.takeIn({ ...somebody(), referredOn: day('2025-07-14') });
  await waited.does({ type: 'OpenHarmReview', trigger: 'long-wait' });
  const leaving = await guardian.takeIn(somebody());
  await leaving.does({
    ...{ type: 'ProposeExit', reason: 'moved-away', on: day('2026-08-19'), evidence: 'The letter came back', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  });
  const closed = await guardian.takeIn(somebody());
  await closed.does(CLOSE);
  await longLists(guardian);
  await openedRecord(guardian, found.busy);
  await manyPatients(guardian);
  await erasures(guardian, closed);
  return { ...found, waited, leaving, closed };
}

/** Priya Shah was stopped at one file, and 27 others were asked for: one waits, the others can be downloaded. */
async function manyPatients({ database }: TestGuardian): Promise<void> {
  const step = `insert into bulk_export (export_id, step, by_id, by_name, role, organisation, address, patients, words, until)`;
  const priya = `'${PRIYA}', 'Priya Shah', 'coordinator', 'Guardian team, Southend'`;
  const file = `'/reports/returns/open-pathways.csv', 412`;
  await database.pool.query(`
    create temp table file as
      select '${A_FILE}'::uuid as id union all select '${AN_AGREED_FILE}' union all select gen_random_uuid() from generate_series(1, 26);
    ${step} select id, 'stopped', ${priya}, ${file}, null, null from file;
    ${step} select id, 'asked', ${priya}, null, null, 'The monthly data set for the ICB, sent by secure file transfer', null from file;
    ${step} select id, 'approved', 'edith', 'Edith', 'privacy-officer', 'Guardian team', null, null, 'As every month', now() + interval '20 hours'
      from file where id <> '${A_FILE}';
    drop table file`);
}

/** Somebody far away has opened one of them, and the privacy officer has looked into 26 others. */
async function openedRecord({ database }: TestGuardian, { caseId }: TestCase): Promise<void> {
  await database.pool.query(
    `insert into break_glass (use_id, until, user_id, user_name, role, organisation, patient_id, reason, words)
     select id, now() + interval '50 minutes', $3, 'Grace Lindqvist', 'coordinator', 'Guardian team, Havering', patient_id, 'emergency',
       'She rang from the emergency department' from (select $1::uuid as id union all select gen_random_uuid() from generate_series(1, 26)) ids,
       (select patient_id from caseload_case where case_id = $2) c`,
    [A_USE, caseId, HAVERING],
  );
}

/** One is proposed; 26 were decided, of which one is done and one was stopped. */
async function erasures({ database, commands }: TestGuardian, closed: TestCase): Promise<void> {
  const patientId = (await closed.state()).opened?.patientId ?? '';
  const edith = { id: EDITH, name: 'Edith Nakamura', role: 'privacy-officer', organisation: 'Guardian service' };
  const told: PatientCommand[] = [
    { type: 'ReceiveDataRequest', requestId: 'erase', kind: 'erasure', receivedOn: TODAY, asks: 'Please erase what you have' },
    { type: 'ProposeDestruction', due: { rule: 'adult', dueOn: day('2034-08-20') }, because: 'Asked for, and nothing stands against it' },
  ];
  for (const command of told) await commands.execute(new HandlePatientCommand(patientId, command, { actor: edith, commandId: newUuid() }));
  await database.pool.query(
    `insert into caseload_erasure (patient_id, decision, rule, proposed_by, confirmed_by, confirmed_on, cases, enquiries, stopped, erased_at, keys)
     select case n when 0 then $1::uuid else gen_random_uuid() end, 9, 'adult', 'Edith Nakamura', 'Tobias Ferrand', date '2026-08-20' - n, array[$1::uuid],
       '{}', case when n = 1 then 'case-open' end, case when n <> 1 then '2026-08-20T09:00:00.000Z' end, 2 from generate_series(0, 25) n`,
    [A_USE],
  );
}

const CLOSE: CaseCommand = {
  ...{
    type: 'CloseCase',
    reason: 'discharged-to-primary-care',
    on: TODAY,
    evidence: 'Letter of the hospital',
    reviewer: 'Dr Samuel Brandt',
  },
  ...{ patientTold: 'letter', referrerTold: 'letter' },
};

async function busy(guardian: TestGuardian): Promise<TestCase> {
  // A name with the longest word that a page has to find room for.
  const one = await guardian.takeIn(somebody({ family: 'Featherstonehaugh-Okonkwo' }));
  await one.does(
    { type: 'AcceptReferral' },
    MINE,
    { type: 'RequestWorkupItem', item: 'oxford-hip-score', from: 'The practice', dueOn: day('2026-08-27') },
    { type: 'CompleteWorkupItem', item: 'bmi-and-blood-pressure', evidenceOn: day('2026-08-01'), source: 'Practice record', finding: '' },
    order('X-ray of hip and pelvis', 'xray-hip', 'xray-hip'),
    { type: 'BookDiagnostic', testId: 't1', forOn: day('2026-08-27') },
    contact('no-answer', TODAY),
  );
  return one;
}

const order = (name: string, test = 'xray-hip', item: string | null = null): CaseCommand => ({
  ...{ type: 'OrderDiagnostic', test, name, item, site: SOUTHEND, urgency: 'routine' },
  ...{ patientTold: true, question: 'Joint space?' },
});
const contact = (outcome: 'no-answer' | 'spoke', nextOn = null as typeof TODAY | null): CaseCommand => ({
  ...{ type: 'RecordContact', on: day('2026-08-19'), who: 'patient', how: 'phone', outcome, notes: 'About the same', nextOn },
});
const ask = (text: string, urgent = false): CaseCommand => ({
  ...{ type: 'SendMessage', from: 'others', kind: 'advice', urgent, mayRefer: true, text },
  by: { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' },
  to: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
});
const raise: CaseCommand = {
  type: 'RaiseEscalation',
  to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
  deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
  ...{ urgency: 'today', question: 'Does she need to be seen sooner?', facts: 'Pain 9 of 10 at night\nCannot climb the stairs' },
};
const NO = ['hip-fall', 'hip-infection', 'hip-cauda-equina', 'hip-work-or-care'].map((question) => ({ question, answer: 'no' }));
const checkIn = (overall: 'same' | 'worse', pain: string): CaseCommand => ({
  ...{ type: 'CompleteCheckIn', on: TODAY, who: 'patient', notes: '', nextOn: day('2026-10-01') },
  answers: [...NO, { question: 'hip-overall', answer: overall }, { question: 'hip-pain-night', answer: pain }],
});

async function worse(guardian: TestGuardian): Promise<TestCase> {
  const one = await guardian.takeIn(somebody());
  const doctor = { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend' } as const;
  const expedite: CaseCommand = {
    ...{ type: 'RequestExpedite', criterion: 'new-symptom', grounds: 'Wakes each night since a week' },
    to: { name: 'Southend Hospital', role: 'Booking office' },
  };
  await one.does(
    { type: 'AcceptReferral' },
    { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
    { type: 'OfferResponsibility', to: doctor, replyBy: day('2026-08-27'), summary: 'Waits for an X-ray' },
    checkIn('same', '4'),
    checkIn('worse', '9'),
    { type: 'OfferService', service: 'example-msk', name: 'Community musculoskeletal service (example)', on: TODAY },
    { type: 'ReportConditionChange', on: TODAY, by: 'carer', what: 'Cannot climb the stairs any more' },
    raise,
    expedite,
    { type: 'AnswerExpedite', expediteId: 'x1', on: TODAY, outcome: 'declined', answeredBy: 'Ms Hale', reply: 'No slot before October' },
    { type: 'TellExpediteAnswer', expediteId: 'x1', who: 'patient', on: TODAY, how: 'phone' },
    expedite,
    ask('Is an MRI useful?', true),
    {
      ...{ type: 'AnswerMessage', threadId: 'm1', from: 'service', answer: 'advice', text: 'No, refer her for the knee too' },
      by: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
    { type: 'AskValidation', how: 'letter', replyBy: day('2026-09-10') },
    contact('spoke'),
  );
  return one;
}

const times = <T>(make: (n: number) => T, count = LONG): T[] => Array.from({ length: count }, (_, n) => make(n));

async function long(guardian: TestGuardian): Promise<TestCase> {
  const one = await guardian.takeIn(somebody());
  await one.does(
    MINE,
    { type: 'AcceptReferral' },
    ...times((n) => order(`X-ray of hip, number ${n + 1}`, `xray-${n}`)),
    ...times(() => contact('spoke')),
    ...times(() => checkIn('same', '4')),
    ...times((n) => ask(`Question ${n + 1}?`)),
    ...times(() => raise),
  );
  return one;
}

/** More than a page of each list: waiting for long, sent and silent, set aside, asked, reviewed, suspected twice, gone. */
async function longLists(guardian: TestGuardian): Promise<void> {
  await inTens(LONG, async (n) => {
    const one = await guardian.takeIn({ ...somebody(), referredOn: day('2025-07-14'), pathwayId: 'knee-pain' });
    await one.does(
      MINE,
      { type: 'OpenHarmReview', trigger: 'long-wait' },
      { type: 'MarkValidationDue' },
      { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
      { type: 'SendReferral', to: SOUTHEND, on: day('2026-06-01') },
    );
    if (n % 2 === 0) await one.does({ type: 'AskValidation', how: 'letter', replyBy: day('2026-09-10') });
  });
  await inTens(LONG, async () => {
    const [one, other] = [await guardian.takeIn(somebody()), await guardian.takeIn(somebody())];
    await one.does(
      MINE,
      {
        type: 'SuspectDuplicate',
        otherCaseId: other.caseId,
        otherReference: other.reference,
        because: ['near given name', 'same pathway'],
      },
      { type: 'SnoozeWork', until: addDays(TODAY, 7), reason: 'Waits for the letter' },
      { type: 'AskValidation', how: 'text', replyBy: day('2026-09-10') },
    );
    await other.does(CLOSE);
  });
  const actor = { id: PRIYA, name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' };
  await inTens(LONG, async (n) => {
    const asked = { type: 'ReceiveEnquiry', channel: 'phone', on: TODAY, from: `Caller ${n + 1}`, question: 'When is the X-ray?' } as const;
    await guardian.commands.execute(new HandleEnquiryCommand(newUuid(), asked, { actor, commandId: newUuid() }));
  });
}

async function inTens(count: number, work: (n: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += 10) await Promise.all(times((n) => work(from + n), Math.min(10, count - from)));
}
