import { day } from '@guardian/kernel';
import { noFacts } from '@guardian/casework/events';
import { type CaseToCount, knownCase } from './cases-to-count';

const closedInJuly = { knownOn: day('2026-08-03'), closedOn: day('2026-07-15'), closeReason: 'treated' } as const;
const reopened = { knownOn: day('2026-09-01'), closedOn: null, closeReason: null } as const;
const duplicate = { knownOn: day('2026-08-10'), closedOn: day('2026-08-10'), closeReason: 'duplicate' } as const;

const closedOn = (endings: CaseToCount['endings'], end: string, known: 'then' | 'now') =>
  knownCase(
    {
      ...{ caseId: 'c1', reference: 'GR-K7M2QX', patientId: 'p1', specialty: '110', placeCode: 'southend' },
      ...{ facts: noFacts, endings },
    },
    day(end),
    known,
  )?.closedOn;

describe('how a case ended, as it was known', () => {
  it('a closing of July that was heard of in August was not known at the end of July', () => {
    expect(closedOn([closedInJuly], '2026-07-31', 'then')).toBeNull();
    expect(closedOn([closedInJuly], '2026-08-31', 'then')).toBe('2026-07-15');
    expect(closedOn([closedInJuly], '2026-07-31', 'now')).toBe('2026-07-15');
  });

  it('a case that was opened again in September was closed at the end of August as known then, and is not now', () => {
    expect(closedOn([closedInJuly, reopened], '2026-08-31', 'then')).toBe('2026-07-15');
    expect(closedOn([closedInJuly, reopened], '2026-08-31', 'now')).toBeNull();
  });

  it('a duplicate is no case from the day on which it was linked', () => {
    expect(closedOn([duplicate], '2026-07-31', 'then')).toBeNull();
    expect(closedOn([duplicate], '2026-08-31', 'then')).toBeUndefined();
    expect(closedOn([duplicate], '2026-07-31', 'now')).toBeUndefined();
  });
});
