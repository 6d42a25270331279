import { HOSPITAL_FACTS, type FactKeyShape, factKeys, factName, fitsShape, isBad, readCase, shapeWords } from '../index';

const good = { event: 'patient_cancelled', date: '2025-03-03' };
const caseOf = (...events: unknown[]) => ({ id: 'x', as_of: '2025-04-30', events });
const DATE = 'must be a date that exists, as 2025-03-31';

describe('a case that the clocks can read', () => {
  it('keeps the facts in their order', () => {
    const events = [good, { ...good, notice_hours: 0, for_date: '2025-03-10', test: 'ct' }, { event: 'died', date: '2025-03-04' }];
    expect(readCase({ id: 7, as_of: '2025-04-30', events, note: 'more' })).toEqual({ id: '7', asOf: '2025-04-30', facts: events });
    expect(readCase(caseOf())).toEqual({ id: 'x', asOf: '2025-04-30', facts: [] });
  });

  it('holds up to 1,000 facts', () => {
    expect(isBad(readCase(caseOf(...Array<object>(1000).fill(good))))).toBe(false);
    expect(readCase(caseOf(...Array<object>(1001).fill(good)))).toEqual({ path: 'events', message: 'must hold at most 1000 facts' });
  });
});

describe('a case that is refused, with the path of the first thing that is wrong', () => {
  const inherited = (text: string): unknown => JSON.parse(text);
  it.each<[string, unknown, string, string]>([
    ['no object', 'x', '', 'must be an object with id, as_of and events'],
    ['nothing', null, '', 'must be an object with id, as_of and events'],
    ['a list', [], '', 'must be an object with id, as_of and events'],
    ['no id', { as_of: '2025-04-30', events: [] }, 'id', 'must be a text that names the case'],
    ['an empty id', { id: '', as_of: '2025-04-30', events: [] }, 'id', 'must be a text that names the case'],
    ['an id that is no text', { id: {}, as_of: '2025-04-30', events: [] }, 'id', 'must be a text that names the case'],
    ['an impossible as-of day', { id: 'x', as_of: '2025-02-29', events: [] }, 'as_of', DATE],
    ['no list of facts', { id: 'x', as_of: '2025-04-30', events: {} }, 'events', 'must be a list of facts'],
    ['a fact that is no object', caseOf(good, 'x'), 'events[1]', 'must be an object with event and date'],
    ['a fact that is nothing', caseOf(null), 'events[0]', 'must be an object with event and date'],
    ['a fact without a name', caseOf({ date: '2025-03-03' }), 'events[0].event', 'must name a fact'],
    [
      'an unknown fact',
      caseOf(good, { event: 'healed', date: '2025-03-03' }),
      'events[1].event',
      '"healed" is not a fact that the clocks know',
    ],
    [
      'a fact called like an inherited thing',
      caseOf({ event: 'constructor', date: '2025-03-03' }),
      'events[0].event',
      '"constructor" is not a fact that the clocks know',
    ],
    [
      'a very long name',
      caseOf({ event: 'a'.repeat(200), date: '2025-03-03' }),
      'events[0].event',
      `"${'a'.repeat(100)}" is not a fact that the clocks know`,
    ],
    ['no date', caseOf({ event: 'died' }), 'events[0].date', DATE],
    ['an impossible date', caseOf({ event: 'died', date: '2025-04-31' }), 'events[0].date', DATE],
    [
      'out of order',
      caseOf(good, { event: 'died', date: '2025-03-02' }),
      'events[1].date',
      '2025-03-02 is before the fact above it, of 2025-03-03: facts are in date order',
    ],
    ['an unknown key', caseOf({ ...good, colour: 'red' }), 'events[0].colour', 'does not belong to patient_cancelled'],
    ['a key of another fact', caseOf({ ...good, matched: true }), 'events[0].matched', 'does not belong to patient_cancelled'],
    [
      'a key called __proto__',
      inherited('{"id":"x","as_of":"2025-04-30","events":[{"event":"died","date":"2025-03-03","__proto__":{"a":1}}]}'),
      'events[0].__proto__',
      'does not belong to died',
    ],
    [
      'a key called constructor',
      caseOf({ event: 'died', date: '2025-03-03', constructor: 'x' }),
      'events[0].constructor',
      'does not belong to died',
    ],
    ['a very long key', caseOf({ ...good, ['b'.repeat(200)]: 1 }), `events[0].${'b'.repeat(100)}`, 'does not belong to patient_cancelled'],
    ['words where a number belongs', caseOf({ ...good, notice_hours: 'one' }), 'events[0].notice_hours', 'must be a number, 0 or more'],
    ['a negative number', caseOf({ ...good, notice_hours: -1 }), 'events[0].notice_hours', 'must be a number, 0 or more'],
    ['no number', caseOf({ ...good, notice_hours: NaN }), 'events[0].notice_hours', 'must be a number, 0 or more'],
    [
      'words where yes or no belongs',
      caseOf({ event: 'decision_not_to_treat', date: '2025-03-03', communicated_to_patient: 'true' }),
      'events[0].communicated_to_patient',
      'must be true or false',
    ],
    ['an impossible day in a key', caseOf({ ...good, for_date: '2025-02-30' }), 'events[0].for_date', DATE],
    ['no words', caseOf({ ...good, test: ' ' }), 'events[0].test', 'must be some words'],
    ['a number where words belong', caseOf({ ...good, test: 5 }), 'events[0].test', 'must be some words'],
    [
      'a word that is not on the list',
      caseOf({ event: 'referral_received', date: '2025-03-03', priority: '2ww' }),
      'events[0].priority',
      'must be one of routine, urgent, two_week_wait',
    ],
    ['a value that is undefined', caseOf({ ...good, test: undefined }), 'events[0].test', 'must be some words'],
  ])('%s', (_, given, path, message) => {
    const read = readCase(given);
    expect(read).toEqual({ path, message });
    expect(isBad(read)).toBe(true);
  });
});

describe('the words of a list', () => {
  it.each([
    [
      'service',
      'referral_received',
      [
        'consultant_led',
        'interface',
        'community_consultant_led',
        'community_non_consultant_led',
        'practitioner_with_extended_role_standalone',
      ],
    ],
    ['setting', 'first_treatment', ['outpatient', 'interface', 'daycase', 'inpatient', 'ordinary_admission', 'emergency']],
    ['priority', 'referral_received', ['routine', 'urgent', 'two_week_wait']],
    ['commissioner_country', 'referral_received', ['England', 'Scotland', 'Wales', 'Northern Ireland']],
    ['decided_by', 'discharged_to_primary_care', ['clinician', 'administrator']],
  ] as const)('%s', (key, event, list) => {
    const shape = factKeys(event)[key];
    expect(shape).toEqual(list);
    expect(shape && shapeWords(shape)).toBe(`one of ${list.join(', ')}`);
    expect(shape && fitsShape(shape, list[0])).toBe(true);
    expect(shape && fitsShape(shape, 'else')).toBe(false);
    expect(shape && fitsShape(shape, 0)).toBe(false);
  });

  it('every other key takes yes or no, a number, a date, or words', () => {
    const shapes = new Set(
      Object.values(HOSPITAL_FACTS)
        .flatMap((keys) => Object.values<FactKeyShape>(keys))
        .filter((shape) => typeof shape === 'string'),
    );
    expect([...shapes].sort()).toEqual(['date', 'number', 'text', 'yes-no']);
  });
});

describe('a fact is named for people', () => {
  it.each([
    ['decision_to_treat', 'Decision to treat'],
    ['dna_first_appointment', 'Did not attend first appointment'],
    ['ers_ubrn_converted', 'e-RS UBRN converted'],
    ['ers_asi_worklist_entered', 'e-RS ASI worklist entered'],
  ])('%s: %s', (event, name) => {
    expect(factName(event)).toBe(name);
  });
});
