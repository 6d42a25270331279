// Every page of the service, asked for as each role: whom it names is whom the read audit says that it showed.
import { day } from '@guardian/kernel';
import { CASE, CASE_PAGES, isFile, OTHER_PAGES, ROUTES } from '../support/every-page';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';

jest.setTimeout(60_000);

/** Of the case that its pages are of, of somebody far away, of one who left and of a neighbour: names that nobody else has. */
const FAMILIES = ['Ormskirk', 'Quillfeather', 'Yardley', 'Zephyrin'];
const ONE_OF_EACH = [
  ...[PRIYA, SAMUEL, 'demo-coordinator-havering', 'demo-pcn-southend-east'],
  ...['demo-acute-lead', 'demo-primary-care-lead', 'demo-administrator', 'demo-privacy-officer'],
];

let guardian: TestGuardian;
let at = '';
let references: readonly string[];
beforeAll(async () => {
  guardian = await startTestGuardian();
  const ormskirk = await guardian.takeIn(somebody({ family: 'Ormskirk' }));
  at = ormskirk.address;
  const east = { code: 'F81121', name: 'Thorpe Bay Surgery', pcn: 'southend-east-pcn', place: 'southend' };
  const far = { code: 'F82031', name: 'Rush Green Medical Centre', pcn: 'havering-crest-pcn', place: 'havering' };
  const quillfeather = await guardian.takeIn({ ...somebody({ family: 'Quillfeather' }), practice: far, referredOn: day('2025-07-14') });
  const zephyrin = await guardian.takeIn({ ...somebody({ family: 'Zephyrin' }), practice: east });
  const yardley = await guardian.takeIn(somebody({ family: 'Yardley' }));
  references = [ormskirk, quillfeather, yardley, zephyrin].map(({ reference }) => reference);
  const on = day('2026-08-20');
  await ormskirk.does(
    { type: 'AcceptReferral' },
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'OfferService', service: 'example-msk', name: 'Community musculoskeletal service (example)', on },
    { type: 'ReportConditionChange', on, by: 'carer', what: 'Cannot climb the stairs any more' },
    {
      type: 'RaiseEscalation',
      to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
      deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
      ...{ urgency: 'today', question: 'Does she need to be seen sooner?', facts: 'Cannot climb the stairs' },
    },
    {
      type: 'RequestExpedite',
      criterion: 'new-symptom',
      to: { name: 'Southend Hospital', role: 'Booking office' },
      grounds: 'Wakes each night since a week',
    },
    {
      type: 'SendMessage',
      ...{ from: 'others', kind: 'advice', urgent: false, mayRefer: true, text: 'Is an MRI useful?' },
      by: { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' },
      to: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
    {
      ...{ type: 'SuspectDuplicate', otherCaseId: zephyrin.caseId, otherReference: zephyrin.reference },
      because: ['same pathway'],
    },
  );
  await quillfeather.does({ type: 'OpenHarmReview', trigger: 'long-wait' }, { type: 'MarkValidationDue' });
  await yardley.does({
    ...{ type: 'CloseCase', reason: 'treated', on, evidence: 'Letter of the hospital', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  });
}, 60_000);
afterAll(() => guardian?.close());

const PAGES = [
  ...Object.values(CASE_PAGES).map(({ normal }) => CASE + normal.replace(/^[a-z]+/, '')),
  ...Object.values(OTHER_PAGES).map(({ normal }) => normal.replace(/^\S* /, '')),
];
const FILES = ROUTES.filter((route) => isFile(route) && !route.includes(':'));

describe('a page names whom the read audit says that it showed, and nobody else', () => {
  it.each(ONE_OF_EACH)('%s', async (who) => {
    const visitor = guardian.visitor();
    await visitor.logIn(who);
    const named: Record<string, string[]> = {};
    const shown: Record<string, string[]> = {};
    for (const path of [...PAGES, ...FILES]) {
      const before = await lastLook();
      const { status, text } = await visitor.get(path.replace(CASE, at));
      const key = `${status} ${path}`;
      named[key] = FAMILIES.filter((family, n) => text.includes(isFile(path) ? (references[n] ?? family) : family.toUpperCase()));
      shown[key] = await shownSince(before);
    }
    expect(shown).toEqual(named);
  });

  const lastLook = async (): Promise<string> =>
    (await guardian.database.pool.query<{ last: string }>('select coalesce(max(position), 0) as last from read_audit')).rows[0]?.last ?? '';

  /** An answer that refused in the end is kept too, and showed nobody. */
  async function shownSince(position: string): Promise<string[]> {
    const { rows } = await guardian.database.pool.query<{ family: string }>(
      `select distinct family from read_audit cross join unnest(patients) id join caseload_patient on patient_id = id
        where position > $1 and status in (200, 422) order by family`,
      [position],
    );
    return rows.map(({ family }) => family);
  }
});
