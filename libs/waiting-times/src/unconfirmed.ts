// Rules that are widely applied and that we could not read in a national text. Each is a setting, so that a service which has the text
// in its hands can correct it without new software. docs/waiting-times.md lists them as unconfirmed.

/** Days are calendar days. `source` says where the figure was heard of, not where it was confirmed. */
export interface Unconfirmed {
  /** DX-8. A test that the patient missed or cancelled: its wait starts again at zero. */
  readonly testWaitRestartsWhenPatientMissesOrCancels: boolean;
  /** DX-9. Two dates with three weeks' notice declined: the wait of the test starts again from the first date that was offered. */
  readonly testWaitRestartsAfterTwoDeclinedOffers: boolean;
  /** DX-11. Kinds of request that DM01 leaves out. */
  readonly excludedFromDm01: readonly ('inpatient' | 'screening' | 'therapeutic' | 'private' | 'non_english_commissioner')[];
  /** CA-5. Days between the referral and the day on which a patient who missed the first appointment rebooks come off 28 and 62 days. */
  readonly firstSeenAdjustment: boolean;
  /** CA-7. Days between a declined admission date and the patient's next availability come off 31 and 62 days. */
  readonly declinedAdmissionAdjustment: boolean;
  /** RTT-S16, CF8. Advice that the provider turns into a referral starts a clock. */
  readonly convertedAdviceStartsClock: boolean;
}

export const UNCONFIRMED: Unconfirmed = {
  testWaitRestartsWhenPatientMissesOrCancels: true,
  testWaitRestartsAfterTwoDeclinedOffers: true,
  excludedFromDm01: ['inpatient', 'screening', 'therapeutic', 'private', 'non_english_commissioner'],
  firstSeenAdjustment: true,
  declinedAdmissionAdjustment: true,
  convertedAdviceStartsClock: true,
};
