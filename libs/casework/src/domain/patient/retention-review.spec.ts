import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { patientDecider, type PatientEvent } from './patient';

const { given } = specFor(patientDecider, { today: day('2026-03-20'), actor: { id: 'edith', name: 'Edith Nakamura' } });

const registered: PatientEvent = {
  type: 'PatientRegistered',
  data: { personal: { nhsNumber: null, family: 'Example', given: 'Amara', title: null, bornOn: day('1961-07-04'), sex: 'female' } },
};
const personal = { because: 'The coroner asked for it' };
const held: PatientEvent = { type: 'LegalHoldPlaced', data: { personal } };
const lifted: PatientEvent = { type: 'LegalHoldLifted', data: { personal } };
const kept: PatientEvent = { type: 'RecordKeptLonger', data: { until: day('2030-01-01'), personal } };
const due = { rule: 'adult', dueOn: day('2026-03-20') };
const proposed: PatientEvent = { type: 'DestructionProposed', data: { ...due, by: { id: 'edith', name: 'Edith Nakamura' }, personal } };
const propose = { type: 'ProposeDestruction', due, ...personal } as const;
const keep = { type: 'KeepRecordLonger', until: day('2030-01-01'), ...personal } as const;
const hold = { type: 'PlaceLegalHold', ...personal } as const;
const lift = { type: 'LiftLegalHold', ...personal } as const;

describe('a legal hold', () => {
  it('is placed once, lifted when it stands, and takes a reason', () => {
    given(registered).when(hold).then(held);
    given(registered, held).when(hold).thenNothing();
    given(registered, held).when(lift).then(lifted);
    given(registered).when(lift).thenNothing();
    given(registered)
      .when({ ...hold, because: ' ' })
      .thenRefused('WordsMissing');
  });

  it('keeps a record that is due', () => {
    given(registered, held).when(propose).thenRefused('OnLegalHold');
    given(registered, held, lifted).when(propose).then(proposed);
  });
});

describe('a record that is looked at', () => {
  it('is kept until a later day, and not for less than was decided', () => {
    given(registered).when(keep).then(kept);
    given(registered, kept).when(keep).thenNothing();
    given(registered)
      .when({ ...keep, until: day('2026-03-20') })
      .thenRefused('DateInPast', { on: '2026-03-20' });
    given(registered, kept)
      .when({ ...keep, until: day('2029-12-31') })
      .thenRefused('KeptLongerAlready', { until: '2030-01-01' });
  });

  it('may be proposed for destruction from the day on which it is due, once', () => {
    given(registered).when(propose).then(proposed);
    given(registered, proposed).when(propose).thenNothing();
    given(registered)
      .when(propose, { today: day('2026-03-19') })
      .thenRefused('NotDueForDestruction');
    given(registered)
      .when({ ...propose, due: null })
      .thenRefused('NotDueForDestruction');
    given(registered, kept).when(propose).thenRefused('NotDueForDestruction');
  });

  it('is no longer proposed when it is held or kept', () => {
    given(registered, proposed, held, lifted).when(propose).then(proposed);
  });
});
