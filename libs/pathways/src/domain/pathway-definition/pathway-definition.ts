/** The agreed route for one kind of referral, in one version. Days are calendar days; codes are lower-case words joined by hyphens. */
export interface PathwayDefinition {
  readonly id: string;
  /** 1..n without holes. */
  readonly version: number;
  /** The first day on which a new case may start on this version. */
  readonly publishedOn: string;
  readonly name: string;
  /** National treatment function code and name. */
  readonly specialty: { readonly code: string; readonly name: string };
  /** What a reader must know before relying on the content. */
  readonly marking: string;
  readonly source: string;
  readonly suspectedCancer: boolean;
  /** How long the gate may hold a referral that lacks workup. 0 for suspected cancer: those are never held. */
  readonly gateHoldDays: number;
  readonly workup: readonly WorkupItem[];
  readonly tests: readonly PathwayTest[];
  readonly steps: Readonly<Record<PathwayStep, StepLimits>>;
  readonly checkIn: { readonly everyDays: number; readonly questions: readonly CheckInQuestion[] };
  readonly contactRetry: { readonly tries: number; readonly daysBetween: number };
  readonly tierTwo: readonly TierTwoOption[];
}

export interface WorkupItem {
  readonly code: string;
  readonly name: string;
  readonly kind: 'test' | 'item';
  /** How old the evidence may be; null when it does not age. */
  readonly evidenceDays: number | null;
  readonly why: string;
  /** The test that provides it: always given for a test, never for an item. */
  readonly testCode?: string;
}

export interface PathwayTest {
  readonly code: string;
  readonly name: string;
  readonly dm01: Dm01Test | null;
}

export interface StepLimits {
  readonly targetDays: number;
  /** With no news for this long, the case comes to a worklist. In calendar days or in working days: exactly one of the two is given. */
  readonly quietDays?: number;
  readonly quietWorkingDays?: number;
  /** After this long the PCN has to know too. In the same unit; where it is not given, a multiple of the first limit. */
  readonly pcnQuietDays?: number;
  readonly pcnQuietWorkingDays?: number;
}

export interface CheckInQuestion {
  readonly code: string;
  readonly text: string;
  readonly kind: QuestionKind;
  /** `when`: `yes` or `no`; `better`, `same` or `worse`; `>= 8` on the scale. */
  readonly redFlag?: { readonly when: string; readonly instruction: string };
}

export interface TierTwoOption {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly criteria: string;
}

export const PATHWAY_STEPS = [
  'intake',
  'workup',
  'returned',
  'diagnostics',
  'ready',
  'awaiting-acceptance',
  'awaiting-first-appointment',
  'awaiting-decision',
  'awaiting-treatment',
  'with-tier-two',
  'monitoring',
] as const;
export type PathwayStep = (typeof PATHWAY_STEPS)[number];

export const QUESTION_KINDS = ['better-same-worse', 'scale-0-10', 'yes-no'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** The 15 tests of the monthly diagnostics return (DM01: imaging, physiological measurement, endoscopy). */
export const DM01_TESTS = [
  'mri',
  'ct',
  'non_obstetric_ultrasound',
  'barium_enema',
  'dexa_scan',
  'audiology_assessments',
  'echocardiography',
  'electrophysiology',
  'peripheral_neurophysiology',
  'sleep_studies',
  'urodynamics',
  'colonoscopy',
  'flexible_sigmoidoscopy',
  'cystoscopy',
  'gastroscopy',
] as const;
export type Dm01Test = (typeof DM01_TESTS)[number];
