import type { PatientRow } from '@guardian/caseload';
import { ageOn, type CalendarDay } from '@guardian/kernel';
import type { Word } from '../../layout/words';

export const SEX = { female: 'Female', male: 'Male', indeterminate: 'Indeterminate', 'not-known': 'Not known' } as const;

/** What the patient banner shows. Location and contact of a restricted record are not in it at all. */
export function patientView(patient: PatientRow, today: CalendarDay) {
  const { details, needs, restricted } = patient;
  const flags: Word[] = [];
  if (restricted) flags.push({ text: 'Restricted', colour: 'red' });
  if (patient.diedOn) flags.push({ text: 'Deceased', colour: 'grey' });
  if (needs?.interpreter) flags.push({ text: 'Interpreter needed', colour: 'yellow' });
  if (needs && !needs.mayBeTexted) flags.push({ text: 'Do not text', colour: 'yellow' });
  if (patient.circumstances?.learningDisability) flags.push({ text: 'Learning disability', colour: 'yellow' });
  const needed = [
    { label: 'Language', value: needs?.language ?? null },
    { label: 'Format', value: needs ? needs.format.replace('-', ' ') : null },
    { label: 'Adjustments', value: needs?.adjustments ?? null },
  ];
  const reach = [
    { label: 'Address', value: [details?.address, details?.postcode].filter(Boolean).join(', ') || null },
    { label: 'Home', value: details?.homePhone ?? null },
    { label: 'Mobile', value: details?.mobilePhone ?? null },
    { label: 'Email', value: details?.email ?? null },
  ];
  return {
    name: { family: patient.family, given: patient.given, title: patient.title },
    born: patient.bornOn,
    age: ageOn(patient.bornOn, today),
    sex: SEX[patient.sex],
    nhsNumber: patient.nhsNumber,
    died: patient.diedOn && { on: patient.diedOn, age: ageOn(patient.bornOn, patient.diedOn) },
    flags,
    details: restricted ? needed : [...reach, ...needed],
  };
}
