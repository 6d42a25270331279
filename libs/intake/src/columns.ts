/** How much of a cell a report shows: `number` keeps the first 3 and the last 2 signs, `name` the first, `open` all. */
export type Masking = 'number' | 'name' | 'open';

export interface Column {
  readonly name: string;
  /** As it stands in a sentence: "the date of birth is missing". */
  readonly label: string;
  readonly required: boolean;
  /** For people: what may stand in a cell. */
  readonly format: string;
  readonly example: string;
  readonly masking: Masking;
}

const DATE = 'DD/MM/YYYY or YYYY-MM-DD';

/** The columns of a referrals file, in the order of the template. docs/import.md explains them to the people who fill them. */
export const COLUMNS = [
  {
    name: 'REFERRAL_ID',
    label: 'referral id',
    required: false,
    format: 'The sender’s own id, such as the UBRN, up to 64 characters. It must never be used for 2 referrals',
    example: '0000 4913 7001',
    masking: 'open',
  },
  {
    name: 'NHS_NUMBER',
    label: 'NHS number',
    required: false,
    format: '10 digits, spaces allowed. May be left empty when POSTCODE is filled',
    example: '999 123 4560',
    masking: 'number',
  },
  { name: 'FAMILY_NAME', label: 'family name', required: true, format: 'Up to 100 characters', example: 'Okonkwo', masking: 'name' },
  { name: 'GIVEN_NAME', label: 'given name', required: true, format: 'Up to 100 characters', example: 'Margaret', masking: 'name' },
  { name: 'DATE_OF_BIRTH', label: 'date of birth', required: true, format: DATE, example: '14/07/1945', masking: 'open' },
  {
    name: 'SEX',
    label: 'sex',
    required: false,
    format: 'female, male, indeterminate or not known; F, M, or the codes 2, 1, 9 and 0',
    example: 'female',
    masking: 'open',
  },
  { name: 'POSTCODE', label: 'postcode', required: false, format: 'UK postcode', example: 'SS1 2AB', masking: 'name' },
  {
    name: 'MOBILE_PHONE',
    label: 'mobile phone number',
    required: false,
    format: 'UK mobile number, starting 07 or +447',
    example: '07700 900123',
    masking: 'number',
  },
  {
    name: 'LANGUAGE',
    label: 'language',
    required: false,
    format: 'The language that the patient reads best, up to 60 characters',
    example: 'Polish',
    masking: 'open',
  },
  { name: 'INTERPRETER', label: 'interpreter', required: false, format: 'yes or no; empty means no', example: 'yes', masking: 'open' },
  {
    name: 'PRACTICE_CODE',
    label: 'practice code',
    required: true,
    format: 'National (ODS) code of the practice, open on the referral date',
    example: 'F81081',
    masking: 'open',
  },
  {
    name: 'PATHWAY',
    label: 'pathway',
    required: true,
    format: 'Name or id of a pathway in Guardian',
    example: 'Hip pain',
    masking: 'open',
  },
  {
    name: 'PRIORITY',
    label: 'priority',
    required: true,
    format: 'routine, urgent or two-week-wait',
    example: 'routine',
    masking: 'open',
  },
  {
    name: 'REFERRAL_DATE',
    label: 'referral date',
    required: true,
    format: `${DATE}: the day the decision to refer was made`,
    example: '01/06/2026',
    masking: 'open',
  },
  {
    name: 'REFERRER',
    label: 'referrer',
    required: true,
    format: 'Name of the clinician, up to 100 characters',
    example: 'Dr A Example',
    masking: 'open',
  },
  {
    name: 'REASON',
    label: 'reason for the referral',
    required: true,
    format: 'Up to 2,000 characters; may have several lines',
    example: 'Hip pain for 9 months, worse at night',
    masking: 'name',
  },
  {
    name: 'PROVIDER_CODE',
    label: 'provider code',
    required: false,
    format: 'Code of the hospital asked for, or on whose list the patient is. Needed with ON_LIST_SINCE',
    example: 'RAJ',
    masking: 'open',
  },
  {
    name: 'ON_LIST_SINCE',
    label: 'date on the hospital list',
    required: false,
    format: `${DATE}. Fill it only when the patient already is on that hospital’s list`,
    example: '20/06/2026',
    masking: 'open',
  },
] as const satisfies readonly Column[];

export type ColumnName = (typeof COLUMNS)[number]['name'];

/** Heads the column of reasons in a file of failing rows; in a file that comes back it is passed over. */
export const PROBLEMS_HEADING = 'PROBLEMS';

export const columnNamed = (name: ColumnName): Column => {
  const found = COLUMNS.find((column) => column.name === name);
  if (!found) throw new RangeError(`no column ${name}`);
  return found;
};

/** What a report may show of a cell, at most 40 signs. */
export function shown(name: ColumnName, text: string): string {
  const { masking } = columnNamed(name);
  const masked = { number: maskedNumber, name: maskedName, open: (open: string) => open }[masking](text.trim());
  return masked.length > 40 ? `${masked.slice(0, 39)}…` : masked;
}

/** `9991234568` is shown as `999 *** **68`; other lengths keep their spacing. */
function maskedNumber(text: string): string {
  const signs = [...text.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')];
  return signs.map((sign, i) => (i < 3 || i >= Math.max(3, signs.length - 2) || /[\s-]/.test(sign) ? sign : '*')).join('');
}

const maskedName = (text: string): string => [...text].map((sign, i) => (i === 0 || sign === ' ' ? sign : '*')).join('');
