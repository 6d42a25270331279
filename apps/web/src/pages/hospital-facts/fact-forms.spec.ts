import { type FactKeyShape, factKeys, HOSPITAL_FACTS, isHospitalFactKind } from '@guardian/waiting-times';
import { parseForm } from '../../http/form';
import { detailFields, detailsOf, factChoices, FactForm, formOf } from './fact-forms';
import { whatFollows } from './what-follows';

const KINDS = Object.keys(HOSPITAL_FACTS).filter(isHospitalFactKind);
const COMMON = {
  ...{ 'happenedOn-day': '20', 'happenedOn-month': '8', 'happenedOn-year': '2026' },
  knownFrom: 'Hospital letter',
  confidence: 'confirmed',
};

const TYPED = {
  'yes-no': (name: string) => ({ [name]: 'no' }),
  number: (name: string) => ({ [name]: '2' }),
  date: (name: string) => ({ [`${name}-day`]: '3', [`${name}-month`]: '9', [`${name}-year`]: '2026' }),
  text: (name: string) => ({ [name]: 'Left hip' }),
} as const;
const typed = (name: string, shape: FactKeyShape) => (typeof shape === 'string' ? TYPED[shape](name) : { [name]: shape[0] });
const kept = (shape: FactKeyShape) => (typeof shape === 'string' ? KEPT[shape] : shape[0]);
const KEPT = { 'yes-no': false, number: 2, date: '2026-09-03', text: 'Left hip' } as const;

describe('the form of a hospital fact', () => {
  it.each(KINDS)('%s: every detail is read in its shape', (kind) => {
    const body = Object.assign({ ...COMMON }, ...detailFields(kind).map(({ name, shape }) => typed(name, shape)));
    const parsed = parseForm(formOf(kind), body);
    expect(parsed).toMatchObject({ ok: true });
    const form = parsed.ok ? parsed.value : new FactForm();
    expect(detailsOf(kind, form)).toEqual(Object.fromEntries(Object.entries(factKeys(kind)).map(([key, shape]) => [key, kept(shape)])));
  });

  it('details may be left out', () => {
    const parsed = parseForm(formOf('appointment_booked'), { ...COMMON, 'detail-for_date-day': '', 'detail-purpose': ' ' });
    expect(parsed.ok && detailsOf('appointment_booked', parsed.value)).toEqual({});
  });

  it('details of another kind are refused', () => {
    expect(parseForm(formOf('decision_to_admit'), { ...COMMON, 'detail-side': 'left' })).toMatchObject({
      ok: false,
      errors: [{ field: 'detail-side', message: 'is not a field that this takes' }],
    });
  });

  it.each([
    ['dna_first_appointment', 'detail-occurrence', 'twice', 'Occurrence must be a whole number from 0 to 10,000'],
    ['dna_first_appointment', 'detail-was_not_brought', 'perhaps', 'Select yes or no for was not brought from the list'],
    ['ers_second_ubrn_created', 'detail-ubrn', 'x'.repeat(201), 'UBRN must be 200 characters or fewer'],
  ] as const)('%s: %s of "%s" is refused in words', (kind, field, typed, message) => {
    expect(parseForm(formOf(kind), { ...COMMON, [field]: typed })).toMatchObject({ ok: false, errors: [{ field, message }] });
  });
});

it('every fact can be chosen, once', () => {
  const { common, others } = factChoices();
  const offered = [...common.flatMap(({ kinds }) => kinds), ...others].map(({ value }) => value);
  expect([...offered].sort()).toEqual([...KINDS].sort());
});

describe('what follows a fact', () => {
  it.each([
    ['admitted_for_first_treatment', '/close?reason=treated'],
    ['discharged_to_primary_care', '/close?reason=discharged-to-primary-care'],
    ['died', '/close?reason=died'],
    ['patient_cancelled', ''],
    ['appointment_booked', ''],
  ] as const)('%s leads to "%s"', (kind, path) => expect(whatFollows(kind, false).path).toBe(path));

  it('a case that is closed is not closed again', () => expect(whatFollows('first_treatment', true).path).toBe(''));
});
