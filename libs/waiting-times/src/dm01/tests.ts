// The fifteen tests of the diagnostics return, its bands and its limit (DM01; rules DX-2, DX-3).

export const DM01_TESTS = {
  mri: 'Magnetic resonance imaging',
  ct: 'Computed tomography',
  non_obstetric_ultrasound: 'Non-obstetric ultrasound',
  barium_enema: 'Barium enema',
  dexa_scan: 'DEXA scan',
  audiology_assessments: 'Audiology assessments',
  echocardiography: 'Echocardiography',
  electrophysiology: 'Electrophysiology',
  peripheral_neurophysiology: 'Peripheral neurophysiology',
  sleep_studies: 'Sleep studies',
  urodynamics: 'Urodynamics: pressures and flows',
  colonoscopy: 'Colonoscopy',
  flexible_sigmoidoscopy: 'Flexible sigmoidoscopy',
  cystoscopy: 'Cystoscopy',
  gastroscopy: 'Gastroscopy',
} as const;

export type Dm01Test = keyof typeof DM01_TESTS;

/** Local codes name the part of the body too (`mri-knee`): how each of them begins. */
const LOCAL: readonly (readonly [begins: RegExp, test: Dm01Test])[] = [
  [/^mri\b/, 'mri'],
  [/^ct\b/, 'ct'],
  [/^ultrasound\b/, 'non_obstetric_ultrasound'],
  [/^dexa\b/, 'dexa_scan'],
  [/^(?:audiogram|audiology)/, 'audiology_assessments'],
  [/^echo\b/, 'echocardiography'],
  [/^sleep[-_]stud/, 'sleep_studies'],
  [/^(?:surveillance[-_])?colonoscopy\b/, 'colonoscopy'],
  [/^(?:check[-_])?cystoscopy\b/, 'cystoscopy'],
  [/^flexible[-_]sigmoidoscopy\b/, 'flexible_sigmoidoscopy'],
  [/^gastroscopy\b/, 'gastroscopy'],
];

/** Which of the fifteen a test counts as; undefined: none. */
export const dm01Test = (test: string): Dm01Test | undefined =>
  Object.hasOwn(DM01_TESTS, test) ? (test as Dm01Test) : LOCAL.find(([begins]) => begins.test(test))?.[1];

/** Within six weeks is fewer than 42 days: 41 is inside, 42 is not (the RTT limit is the other way round). */
export const DM01_LIMIT_DAYS = 42;

/** As in the published extract: `00 < 01 Week` holds 0 to 6 days, `12 < 13 Weeks` 84 to 90, `13+ Weeks` 91 and more. */
export function dm01Band(days: number): string {
  const weeks = Math.floor(days / 7);
  if (weeks >= 13) return '13+ Weeks';
  const two = (week: number) => String(week).padStart(2, '0');
  return `${two(weeks)} < ${two(weeks + 1)} ${weeks === 0 ? 'Week' : 'Weeks'}`;
}
