import type { IncomingReferral } from '@guardian/casework';
import type { PracticeOnDay } from '@guardian/directory';
import { type CalendarDay, isTestNhsNumber } from '@guardian/kernel';
import type { ColumnName } from './columns';
import { type Reading, readDay, readMobile, readNhsNumber, readPostcode, readPriority, readSex, readText, readYesNo } from './reading';
import type { FileRow } from './referral-file';
import { type RowProblem, RowReader } from './row-reader';

/** What a row is checked against. */
export interface Surroundings {
  readonly today: CalendarDay;
  /** A demonstration takes NHS numbers in the 999 range only, the service none of them. */
  readonly testNumbersOnly: boolean;
  readonly pathways: readonly { readonly id: string; readonly name: string }[];
  readonly providers: readonly { readonly code: string; readonly name: string }[];
  /** As the directory knows it on that day. */
  practice(code: string, onDay: CalendarDay): Promise<PracticeOnDay | undefined>;
}

export type CheckedRow =
  { readonly ok: true; readonly referral: IncomingReferral } | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** The referral that a row says, or everything that is wrong with it. `source.identifier` is the sender's id, null without one. */
export async function checkRow(headings: readonly ColumnName[], row: FileRow, around: Surroundings): Promise<CheckedRow> {
  if (row.cells.length > headings.length) return { ok: false, problems: [tooManyValues(row, headings.length)] };
  const cells = new RowReader(headings, row);
  const read = readCells(cells, around);
  checkTogether(read, cells);
  const practice = await practiceOf(read, cells, around);
  return isComplete(read) && practice && cells.problems.length === 0
    ? { ok: true, referral: referralFrom(read, practice) }
    : { ok: false, problems: cells.problems };
}

/** Undefined: reported already. Null: nothing entered. */
function readCells(cells: RowReader, around: Surroundings) {
  const pastDay = (text: string) => notAfter(around.today, readDay(text));
  return {
    identifier: cells.optional('REFERRAL_ID', readText(64)),
    nhsNumber: cells.optional('NHS_NUMBER', (text) => inRange(readNhsNumber(text), around.testNumbersOnly)),
    family: cells.required('FAMILY_NAME', readText(100)),
    given: cells.required('GIVEN_NAME', readText(100)),
    bornOn: cells.required('DATE_OF_BIRTH', (text) => bornWithin130Years(around.today, pastDay(text))),
    sex: cells.optional('SEX', readSex),
    postcode: cells.optional('POSTCODE', readPostcode),
    mobilePhone: cells.optional('MOBILE_PHONE', readMobile),
    language: cells.optional('LANGUAGE', readText(60)),
    interpreter: cells.optional('INTERPRETER', readYesNo),
    practiceCode: cells.required('PRACTICE_CODE', readText(10)),
    pathway: cells.required('PATHWAY', (text) => pathwayCalled(text, around.pathways)),
    priority: cells.required('PRIORITY', readPriority),
    referredOn: cells.required('REFERRAL_DATE', pastDay),
    referrer: cells.required('REFERRER', readText(100)),
    reason: cells.required('REASON', readText(2_000, { lines: true })),
    provider: cells.optional('PROVIDER_CODE', (text) => providerWith(text, around.providers)),
    onListSince: cells.optional('ON_LIST_SINCE', pastDay),
  };
}

type Read = ReturnType<typeof readCells>;

type Complete = { readonly [K in keyof Read]: Exclude<Read[K], undefined> };

const isComplete = (read: Read): read is Complete => Object.values(read).every((value) => value !== undefined);

function checkTogether({ nhsNumber, postcode, bornOn, referredOn, onListSince, provider }: Read, cells: RowReader): void {
  if (nhsNumber === null && postcode === null) cells.missing('NHS_NUMBER', 'Enter the NHS number, or else the postcode');
  if (onListSince && provider === null) cells.missing('PROVIDER_CODE', 'Enter the hospital on whose list the patient is');
  if (bornOn && referredOn && bornOn > referredOn) {
    cells.report('DATE_OF_BIRTH', 'The referral was made before the patient was born', 'Check both dates');
  }
  if (referredOn && onListSince && onListSince < referredOn) {
    cells.report('ON_LIST_SINCE', 'The patient was on the list before the referral', 'Check both dates');
  }
}

async function practiceOf({ practiceCode, referredOn }: Read, cells: RowReader, around: Surroundings): Promise<PracticeOnDay | undefined> {
  if (practiceCode === undefined || referredOn === undefined) return undefined;
  const practice = await around.practice(practiceCode.toUpperCase(), referredOn);
  return (
    practice ?? cells.report('PRACTICE_CODE', 'No practice had this code on the referral date', 'Check the code and the referral date')
  );
}

function referralFrom(read: Complete, practice: PracticeOnDay): IncomingReferral {
  const { identifier, nhsNumber, family, given, bornOn, sex, postcode, mobilePhone, language, interpreter } = read;
  const { pathway, priority, referredOn, referrer, reason, provider, onListSince } = read;
  const reachable = postcode !== null || mobilePhone !== null;
  return {
    identity: { nhsNumber, family, given, title: null, bornOn, sex: sex ?? 'not-known' },
    ...(reachable ? { details: { address: null, postcode, homePhone: null, mobilePhone, email: null } } : {}),
    ...(language !== null || interpreter !== null
      ? { needs: { language, interpreter: interpreter ?? false, format: 'standard', adjustments: null, mayBeTexted: false } }
      : {}),
    practice: { code: practice.code, name: practice.name, pcn: practice.pcn?.code ?? null, place: practice.place.code },
    pathwayId: pathway,
    priority,
    referredOn,
    reason,
    referrer,
    source: { system: 'file', identifier },
    provider,
    onListSince,
  };
}

const tooManyValues = ({ row, cells }: FileRow, headings: number): RowProblem => ({
  row,
  field: '',
  sent: '',
  problem: `The row has ${cells.length} values under ${headings} headings`,
  fix: 'Put quotation marks round a value that holds a comma',
});

function inRange(reading: Reading<string>, testNumbersOnly: boolean): Reading<string> {
  if (!('value' in reading) || isTestNhsNumber(reading.value) === testNumbersOnly) return reading;
  return testNumbersOnly
    ? { problem: 'This may be a real patient, and this is a demonstration', fix: 'Use an NHS number that starts with 999' }
    : { problem: 'NHS numbers that start with 999 belong to nobody', fix: 'Check it with the practice' };
}

function notAfter(today: CalendarDay, reading: Reading<CalendarDay>): Reading<CalendarDay> {
  if (!('value' in reading) || reading.value <= today) return reading;
  return { problem: 'The date is in the future', fix: 'Enter today’s date or an earlier one' };
}

function bornWithin130Years(today: CalendarDay, reading: Reading<CalendarDay>): Reading<CalendarDay> {
  if (!('value' in reading) || Number(today.slice(0, 4)) - Number(reading.value.slice(0, 4)) <= 130) return reading;
  return { problem: 'The patient would be over 130 years old', fix: 'Check the year' };
}

function pathwayCalled(text: string, pathways: Surroundings['pathways']): Reading<string> {
  const called = text.toLowerCase();
  const found = pathways.find(({ id, name }) => id === called || name.toLowerCase() === called);
  return found
    ? { value: found.id }
    : { problem: 'There is no such pathway', fix: `Use one of: ${pathways.map(({ name }) => name).join(', ')}` };
}

function providerWith(text: string, providers: Surroundings['providers']): Reading<{ code: string; name: string }> {
  const found = providers.find(({ code }) => code.toLowerCase() === text.toLowerCase());
  return found
    ? { value: { code: found.code, name: found.name } }
    : { problem: 'There is no hospital with this code', fix: 'Use a provider code of the directory' };
}
