// The form of each hospital fact: its date and source, and the details that belong to its kind.
import { factKeys, factName, HOSPITAL_FACTS, type HospitalFactKind, isHospitalFactKind } from '@guardian/waiting-times';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text, Whole } from '../../http/fields';
import type { InputClass } from '../../http/strict-input';

type Shape = ReturnType<typeof factKeys>[string];
type Detail = string | number;

const CONFIDENCE = ['confirmed', 'reported', 'estimated'] as const;

export class FactForm {
  @Day({ label: 'The date', required: 'Enter the date on which it happened' })
  happenedOn: CalendarDay;

  @Text({ label: 'Where it comes from', required: 'Enter where you know this from' })
  knownFrom: string;

  @Choice({ label: 'how sure it is', from: CONFIDENCE, required: 'Select how sure it is' })
  confidence: (typeof CONFIDENCE)[number];
}

export interface DetailField {
  /** Name in the form: prefixed, because a detail may be called `source` too. */
  readonly name: string;
  readonly key: string;
  readonly label: string;
  readonly shape: Shape;
  /** Where only some words may stand. */
  readonly choices?: readonly { readonly value: string; readonly text: string }[];
}

const ACRONYMS: Readonly<Record<string, string>> = { ubrn: 'UBRN', rtt: 'RTT', dna: 'DNA' };

export const detailFields = (kind: HospitalFactKind): DetailField[] =>
  Object.entries(factKeys(kind)).map(([key, shape]) => {
    const words = key.split('_').map((word) => ACRONYMS[word] ?? word);
    const label = words.join(' ');
    const field = { name: `detail-${key}`, key, shape, label: label.charAt(0).toUpperCase() + label.slice(1) };
    return typeof shape === 'string' ? field : { ...field, choices: shape.map((value) => ({ value, text: factName(value) })) };
  });

const RULES: Readonly<Record<Extract<Shape, string>, (label: string) => PropertyDecorator>> = {
  'yes-no': (label) => Choice({ label: `yes or no for ${label.toLowerCase()}`, from: ['yes', 'no'] }),
  number: (label) => Whole({ label, min: 0, max: 10_000 }),
  date: (label) => Day({ label }),
  text: (label) => Text({ label }),
};

const forms = new Map<HospitalFactKind, InputClass<FactForm>>();

/** Made once for each kind: a form class remembers its rules for as long as the process lives. */
export function formOf(kind: HospitalFactKind): InputClass<FactForm> {
  const made = forms.get(kind);
  if (made) return made;
  class FactOfKind extends FactForm {}
  addDetails(FactOfKind, kind);
  forms.set(kind, FactOfKind);
  return FactOfKind;
}

/** Gives a form class the details of a kind as fields. */
export function addDetails(form: InputClass<object>, kind: HospitalFactKind): void {
  for (const { name, label, shape } of detailFields(kind)) {
    const rule = typeof shape === 'string' ? RULES[shape](label) : Choice({ label: `the ${label.toLowerCase()}`, from: shape });
    rule(form.prototype as object, name);
  }
}

/** The details that were given, as the event keeps them. */
export function detailsOf(kind: HospitalFactKind, form: object): Record<string, string | number | boolean> {
  const given = form as Readonly<Record<string, Detail | undefined>>;
  return Object.fromEntries(
    detailFields(kind).flatMap(({ name, key, shape }) => {
      const value = given[name];
      return value === undefined ? [] : [[key, shape === 'yes-no' ? value === 'yes' : value]];
    }),
  );
}

const COMMON: readonly { readonly heading: string; readonly kinds: readonly HospitalFactKind[] }[] = [
  {
    heading: 'Referral and appointment',
    kinds: [
      'referral_received',
      'ers_referral_rejected',
      'ers_asi_worklist_entered',
      'added_to_waiting_list_for_appointment',
      'appointment_booked',
      'first_attended',
      'provider_cancelled',
      'patient_cancelled',
      'dna_first_appointment',
    ],
  },
  {
    heading: 'Decision and treatment',
    kinds: [
      'decision_to_treat',
      'added_to_admission_list',
      'admitted_for_first_treatment',
      'first_treatment',
      'active_monitoring_started_by_clinician',
      'discharged_to_primary_care',
    ],
  },
];

const named = (kind: HospitalFactKind) => ({ value: kind, text: factName(kind) });

/** The facts to choose from: those of every day by group, and all others by name. */
export function factChoices() {
  const common = COMMON.map(({ heading, kinds }) => ({ heading, kinds: kinds.map(named) }));
  const everyDay = new Set(COMMON.flatMap(({ kinds }) => kinds));
  const others = Object.keys(HOSPITAL_FACTS)
    .filter(isHospitalFactKind)
    .filter((kind) => !everyDay.has(kind))
    .map(named)
    .sort((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  return { common, others };
}
