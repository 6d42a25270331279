import { day } from '@guardian/kernel';
import { checkRow, type Surroundings } from './check-row';
import { COLUMNS, type ColumnName } from './columns';

const GOOD: Partial<Record<ColumnName, string>> = {
  REFERRAL_ID: 'UBRN-1',
  NHS_NUMBER: '999 100 0011',
  FAMILY_NAME: 'Okonkwo',
  GIVEN_NAME: 'Margaret',
  DATE_OF_BIRTH: '14/07/1945',
  SEX: 'F',
  PRACTICE_CODE: 'f81081',
  PATHWAY: 'Hip pain',
  PRIORITY: 'routine',
  REFERRAL_DATE: '01/06/2026',
  REFERRER: 'Dr A Example',
  REASON: 'Hip pain for 9 months',
};

const AROUND: Surroundings = {
  today: day('2026-08-27'),
  testNumbersOnly: true,
  pathways: [
    { id: 'hip-pain', name: 'Hip pain' },
    { id: 'cataract', name: 'Cataract' },
  ],
  providers: [{ code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' }],
  practice: (code, onDay) =>
    Promise.resolve(
      code === 'F81081' && onDay >= '2019-07-01'
        ? {
            code,
            name: 'The Queensway Surgery',
            pcn: { code: 'southend-victoria-pcn', name: 'Southend Victoria PCN' },
            place: { code: 'southend', name: 'Southend' },
          }
        : undefined,
    ),
};

const HEADINGS = COLUMNS.map(({ name }) => name);
const check = (over: Partial<Record<ColumnName, string>> = {}, around: Partial<Surroundings> = {}) =>
  checkRow(HEADINGS, { row: 14, cells: HEADINGS.map((name) => ({ ...GOOD, ...over })[name] ?? '') }, { ...AROUND, ...around });

async function problems(over: Partial<Record<ColumnName, string>>, around: Partial<Surroundings> = {}) {
  const checked = await check(over, around);
  return checked.ok ? [] : checked.problems.map(({ field, sent, problem, fix }) => [field, sent, problem, fix]);
}

describe('a row of a referrals file', () => {
  it('becomes a referral', async () => {
    expect(await check()).toEqual({
      ok: true,
      referral: {
        identity: { nhsNumber: '9991000011', family: 'Okonkwo', given: 'Margaret', title: null, bornOn: '1945-07-14', sex: 'female' },
        practice: { code: 'F81081', name: 'The Queensway Surgery', pcn: 'southend-victoria-pcn', place: 'southend' },
        pathwayId: 'hip-pain',
        priority: 'routine',
        referredOn: '2026-06-01',
        reason: 'Hip pain for 9 months',
        referrer: 'Dr A Example',
        source: { system: 'file', identifier: 'UBRN-1' },
        provider: null,
        onListSince: null,
      },
    });
  });

  it('says how the patient can be reached, and that they are on a list already', async () => {
    const over = { POSTCODE: 'ss1 2ab', MOBILE_PHONE: '7700900123', LANGUAGE: 'Polish', PROVIDER_CODE: 'raj', ON_LIST_SINCE: '2026-06-20' };
    expect(await check(over)).toMatchObject({
      referral: {
        details: { address: null, postcode: 'SS1 2AB', homePhone: null, mobilePhone: '07700900123', email: null },
        needs: { language: 'Polish', interpreter: false, format: 'standard', adjustments: null, mayBeTexted: false },
        provider: { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' },
        onListSince: '2026-06-20',
      },
    });
  });

  it('may lack the NHS number when it has the postcode, and may lack the sender’s id', async () => {
    expect(await check({ NHS_NUMBER: '', POSTCODE: 'SS1 2AB', REFERRAL_ID: '' })).toMatchObject({
      ok: true,
      referral: { identity: { nhsNumber: null }, source: { identifier: null } },
    });
  });

  it.each([
    [{ NHS_NUMBER: '9991000012' }, ['NHS_NUMBER', '999 *** **12', 'Check digit is wrong', 'Check it with the practice']],
    [{ NHS_NUMBER: '' }, ['NHS_NUMBER', '', 'Nothing is entered', 'Enter the NHS number, or else the postcode']],
    [{ FAMILY_NAME: ' ' }, ['FAMILY_NAME', '', 'Nothing is entered', 'Enter the family name']],
    [{ GIVEN_NAME: 'Ann\nMary' }, ['GIVEN_NAME', 'A*******', 'A line break is in the text', 'Write it on one line']],
    [{ DATE_OF_BIRTH: '28/08/2026' }, ['DATE_OF_BIRTH', '28/08/2026', 'The date is in the future', 'Enter today’s date or an earlier one']],
    [{ DATE_OF_BIRTH: '14/07/1895' }, ['DATE_OF_BIRTH', '14/07/1895', 'The patient would be over 130 years old', 'Check the year']],
    [
      { DATE_OF_BIRTH: '02/06/2026' },
      ['DATE_OF_BIRTH', '02/06/2026', 'The referral was made before the patient was born', 'Check both dates'],
    ],
    [{ REFERRAL_DATE: '31/06/2026' }, ['REFERRAL_DATE', '31/06/2026', 'June has 30 days', 'Use a real date, like 30/06/2026']],
    [{ REFERRAL_DATE: '28/08/2026' }, ['REFERRAL_DATE', '28/08/2026', 'The date is in the future', 'Enter today’s date or an earlier one']],
    [
      { PRACTICE_CODE: 'F99999' },
      ['PRACTICE_CODE', 'F99999', 'No practice had this code on the referral date', 'Check the code and the referral date'],
    ],
    [
      { REFERRAL_DATE: '01/06/2018' },
      ['PRACTICE_CODE', 'f81081', 'No practice had this code on the referral date', 'Check the code and the referral date'],
    ],
    [{ PATHWAY: 'Ankle' }, ['PATHWAY', 'Ankle', 'There is no such pathway', 'Use one of: Hip pain, Cataract']],
    [{ PROVIDER_CODE: 'XXX' }, ['PROVIDER_CODE', 'XXX', 'There is no hospital with this code', 'Use a provider code of the directory']],
    [{ ON_LIST_SINCE: '20/06/2026' }, ['PROVIDER_CODE', '', 'Nothing is entered', 'Enter the hospital on whose list the patient is']],
    [
      { ON_LIST_SINCE: '31/05/2026', PROVIDER_CODE: 'RAJ' },
      ['ON_LIST_SINCE', '31/05/2026', 'The patient was on the list before the referral', 'Check both dates'],
    ],
    [
      { MOBILE_PHONE: '01702 463333' },
      ['MOBILE_PHONE', '017** ****33', 'This is not a UK mobile number', 'Enter a number like 07700 900123, or leave it empty'],
    ],
    [{ REASON: 'x'.repeat(2_001) }, ['REASON', `x${'*'.repeat(38)}…`, 'Text has 2,001 characters', 'Use 2,000 or fewer']],
  ])('%j is one problem', async (over, problem) => expect(await problems(over)).toEqual([problem]));

  it('is told all its problems at once', async () => {
    expect((await problems({ NHS_NUMBER: '1', PRIORITY: '', REASON: '' })).map(([field]) => field)).toEqual([
      'NHS_NUMBER',
      'PRIORITY',
      'REASON',
    ]);
  });

  it('belongs to a demonstration with a 999 number, and to the service with any other', async () => {
    expect(await problems({ NHS_NUMBER: '9434765919' })).toEqual([
      ['NHS_NUMBER', '943 *** **19', 'This may be a real patient, and this is a demonstration', 'Use an NHS number that starts with 999'],
    ]);
    expect(await problems({}, { testNumbersOnly: false })).toEqual([
      ['NHS_NUMBER', '999 *** **11', 'NHS numbers that start with 999 belong to nobody', 'Check it with the practice'],
    ]);
  });

  it('with more values than headings is told about commas', async () => {
    expect(await checkRow(['REASON'], { row: 5, cells: ['Pain', 'at night'] }, AROUND)).toEqual({
      ok: false,
      problems: [
        {
          row: 5,
          field: '',
          sent: '',
          problem: 'The row has 2 values under 1 headings',
          fix: 'Put quotation marks round a value that holds a comma',
        },
      ],
    });
  });
});
