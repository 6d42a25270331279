/** What each figure of the bottleneck report means: the page and the file say it in these words. */
export const MEASURES = {
  inQueue: { name: 'In queue', means: 'Patients who are in this step today.' },
  pastLimit: { name: 'Past limit', means: 'Patients in the queue who have been in the step for longer than the target of their pathway.' },
  median: {
    name: 'Median days',
    means:
      'Half of the patients leave the step within this many days (Kaplan-Meier estimate). Those who still wait are counted: leaving them out would flatter a step that fails.',
  },
  nineInTen: { name: '9 in 10 within', means: 'Days within which 9 in 10 patients leave the step, by the same estimate as the median.' },
  inPerWeek: { name: 'In per week', means: 'Patients who came into the step, as a mean per week of the period.' },
  outPerWeek: { name: 'Out per week', means: 'Patients who left the step, as a mean per week of the period.' },
  net: { name: 'Net per week', means: 'In less out: above 0 the queue grows.' },
  daysOverLimit: {
    name: 'Days over limit',
    means: 'The days that the patients in the queue are past their target, added up. The steps are ordered by this, most first.',
  },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly means: string }>>;
