// How long a record is kept. Figures of the NHS Records Management Code of Practice 2021, Appendix II, each with where it was read.
import { ageOn, type CalendarDay, day } from '@guardian/kernel';

/** What the rules ask of one case. */
export interface KeptCase {
  /** Null: open, and then nothing of the patient is due. */
  readonly closedOn: CalendarDay | null;
  /** Treatment function code. */
  readonly specialty: string;
  /** False: the referral was sent back or closed before the service took it on. */
  readonly accepted: boolean;
}

export interface KeptPatient {
  readonly bornOn: CalendarDay;
  readonly diedOn: CalendarDay | null;
  readonly cases: readonly KeptCase[];
}

export interface RetentionRule {
  readonly id: 'not-accepted' | 'adult' | 'child' | 'mental-health' | 'maternity';
  readonly words: string;
  readonly source: string;
  /** When the figure was read. */
  readonly readOn: CalendarDay;
  /** The first day on which the record need not be kept for this rule; null: it says nothing of this case. */
  readonly until: (patient: KeptPatient, one: KeptCase & { readonly closedOn: CalendarDay }) => CalendarDay | null;
}

const CODE = 'NHS Records Management Code of Practice 2021, Appendix II';
const SUMMARY = `${CODE}, as summarised by the MDU`;
/** To be confirmed by whoever answers for information governance. */
const RECALLED = `${CODE}, from memory: confirm it`;
const readOn = day('2026-11-23');

/** Psychiatric treatment functions of the NHS Data Dictionary (710 to 727), with 656 clinical psychology. */
const MENTAL_HEALTH = /^(71\d|72[0-7]|656)$/;
/** Obstetrics, antenatal, postnatal and midwifery. */
const MATERNITY = /^(501|505|506|560)$/;

export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    ...{ id: 'not-accepted', words: 'A referral that was not accepted: 2 years', source: RECALLED, readOn },
    until: (_, { accepted, closedOn }) => (accepted ? null : yearsAfter(closedOn, 2)),
  },
  {
    ...{ id: 'adult', words: 'A health record: 8 years after the last case ended', source: SUMMARY, readOn },
    until: (_, { accepted, closedOn }) => (accepted ? yearsAfter(closedOn, 8) : null),
  },
  {
    ...{ id: 'child', words: 'A child: until the 25th birthday, the 26th if 17 when the case ended', source: SUMMARY, readOn },
    until: ({ bornOn }, { closedOn }) => {
      const age = ageOn(bornOn, closedOn);
      return age < 18 ? yearsAfter(bornOn, age === 17 ? 26 : 25) : null;
    },
  },
  {
    ...{ id: 'mental-health', words: 'Mental health: 20 years, or 10 years after death', source: SUMMARY, readOn },
    until: ({ diedOn }, { specialty, accepted, closedOn }) =>
      !accepted || !MENTAL_HEALTH.test(specialty)
        ? null
        : diedOn === null
          ? yearsAfter(closedOn, 20)
          : earlier(yearsAfter(closedOn, 20), yearsAfter(diedOn, 10)),
  },
  {
    ...{ id: 'maternity', words: 'Maternity: 25 years', source: SUMMARY, readOn },
    until: (_, { specialty, accepted, closedOn }) => (accepted && MATERNITY.test(specialty) ? yearsAfter(closedOn, 25) : null),
  },
];

/** The soonest that any rule lets a record go, in years after its last case: those who look for what is due need not look at later ones. */
export const SHORTEST_RETENTION_YEARS = 2;

export interface Retention {
  /** The first day on which the record may be reviewed for destruction. */
  readonly dueOn: CalendarDay;
  readonly rule: RetentionRule;
}

/** The longest rule wins, over all cases. Null: an open case, or none at all, keeps the record. */
export function retentionOf(patient: KeptPatient): Retention | null {
  let longest: Retention | null = null;
  for (const one of patient.cases) {
    const { closedOn } = one;
    if (closedOn === null) return null;
    for (const rule of RETENTION_RULES) {
      const dueOn = rule.until(patient, { ...one, closedOn });
      if (dueOn !== null && (longest === null || dueOn > longest.dueOn)) longest = { dueOn, rule };
    }
  }
  return longest;
}

/** 29 February has its anniversary on 1 March in other years: a day later, never a day too soon. */
export function yearsAfter(of: CalendarDay, years: number): CalendarDay {
  const year = Number(of.slice(0, 4)) + years;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day(of.endsWith('-02-29') && !leap ? `${year}-03-01` : `${year}${of.slice(4)}`);
}

const earlier = (a: CalendarDay, b: CalendarDay): CalendarDay => (a < b ? a : b);
