// Where national texts conflict or stop short, Guardian applies a stated reading, and a result that depended on one says so.

/**
 * The nine conflicts. The first word of each list is the default.
 * Sources: RTT recording and reporting guidance v5.0 (2025), NHS Data Model and Dictionary, cancer waiting times guidance v12.1, DM01.
 */
export const READINGS = {
  /** A later appointment missed, then discharge: the clock stops on the day of the discharge, or on the day that was missed. */
  CF1: ['discharge_date', 'missed_date'],
  /** A first appointment missed on a two week wait: the RTT guidance nullifies, the data dictionary goes on. */
  CF2: ['nullified', 'continues'],
  /** The new clock after it: the patient's contact or the clinician's decision, or the acceptance of the new appointment. */
  CF3: ['contact_or_decision', 'acceptance'],
  /** A decision and its telling on different days. */
  CF4: ['communication_date', 'decision_date'],
  /** A second miss of a rebooked first appointment, and a missed straight-to-test slot. */
  CF5: ['nullified', 'continues'],
  /** A planned patient moved to the active list late. */
  CF6: ['due_date', 'move_date'],
  /** Acute leukaemia, testicular and children's cancers: treatment within 31 days of the referral. */
  CF7: ['from_referral', 'from_decision'],
  /** Advice and guidance turned into a referral. */
  CF8: ['conversion_date', 'request_date'],
  /** A test cancelled by the patient: its wait starts again from the appointment's day, or from the day of the notice. */
  CF9: ['appointment_date', 'notice_date'],
} as const;

export type Conflict = keyof typeof READINGS;
export type Readings = { readonly [C in Conflict]: (typeof READINGS)[C][number] };

export const DEFAULT_READINGS: Readings = {
  CF1: 'discharge_date',
  CF2: 'nullified',
  CF3: 'contact_or_decision',
  CF4: 'communication_date',
  CF5: 'nullified',
  CF6: 'due_date',
  CF7: 'from_referral',
  CF8: 'conversion_date',
  CF9: 'appointment_date',
};

const SUBJECT: Readonly<Record<Conflict, string>> = {
  CF1: 'a later appointment missed and then discharged',
  CF2: 'a first appointment missed on a two week wait',
  CF3: 'the new clock after a missed first appointment',
  CF4: 'a decision told to the patient on another day',
  CF5: 'a second miss of a first appointment, or a missed straight-to-test slot',
  CF6: 'a planned patient moved to the active list late',
  CF7: '31 days from referral for these cancers',
  CF8: 'advice turned into a referral',
  CF9: 'a test cancelled by the patient',
};

/** "CF1: national texts differ on … Read here: discharge date (the other reading: missed date)." */
export function readingWarning(conflict: Conflict, readings: Readings): string {
  const used = readings[conflict];
  const other = READINGS[conflict].find((reading) => reading !== used) ?? '';
  const words = (reading: string) => reading.replaceAll('_', ' ');
  return `${conflict}: national texts differ on ${SUBJECT[conflict]}. Read here: ${words(used)} (the other reading: ${words(other)}).`;
}
