import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import {
  type Circumstances,
  type CommunicationNeeds,
  type ContactDetails,
  type PatientCommand,
  patientDecider,
  type PatientEvent,
} from './patient';
import type { Identity } from './identity';

const today = day('2026-03-20');
const priya = { id: 'priya', name: 'Priya Shah' };
const { given } = specFor(patientDecider, { today, actor: priya });

const amara: Identity = {
  nhsNumber: '9990000026',
  family: 'Example',
  given: 'Amara',
  title: 'Ms',
  bornOn: day('1961-07-04'),
  sex: 'female',
};
const surgery = { code: 'F81001', pcn: 'U00001', place: 'South East' };
const otherSurgery = { code: 'F81002', pcn: null, place: 'Mid' };
const details: ContactDetails = {
  address: '1 Example Road',
  postcode: 'ZZ99 3AA',
  homePhone: null,
  mobilePhone: '07700 900001',
  email: null,
};
const needs: CommunicationNeeds = { language: 'Yoruba', interpreter: true, format: 'large-print', adjustments: null, mayBeTexted: true };
const circumstances: Circumstances = { deprivationDecile: 1, ethnicity: 'N', learningDisability: false, carer: true, frailty: 'mild' };

const registered: PatientEvent = { type: 'PatientRegistered', data: { personal: amara } };
const atSurgery: PatientEvent = { type: 'PracticeRegistrationRecorded', data: { practice: surgery, from: day('2026-03-02') } };
const restricted: PatientEvent = { type: 'RestrictionPlaced', data: { personal: { because: 'Safeguarding' } } };
const lifted: PatientEvent = { type: 'RestrictionLifted', data: { personal: { because: 'Asked by the patient' } } };
const died: PatientEvent = { type: 'DeathRecorded', data: { on: day('2026-03-15'), source: 'Practice' } };

const register = { type: 'RegisterPatient', identity: amara, practice: surgery, from: day('2026-03-02') } as const;
const place = { type: 'PlaceRestriction', because: 'Safeguarding' } as const;
const lift = { type: 'LiftRestriction', because: 'Asked by the patient' } as const;
const recordDeath = { type: 'RecordDeath', on: day('2026-03-15'), source: 'Practice' } as const;

describe('registering a patient', () => {
  it('knows the person and the practice', () => {
    given().when(register).then(registered, atSurgery);
  });

  it('does nothing for the same person, however the name is written', () => {
    given(registered, atSurgery)
      .when({ ...register, identity: { ...amara, given: 'A' } })
      .thenNothing();
  });

  it('stops when the number is held for someone with another date of birth', () => {
    given(registered, atSurgery)
      .when({ ...register, identity: { ...amara, bornOn: day('1961-04-07') } })
      .thenRefused('OtherPersonHasNumber');
  });

  it('may lack the NHS number', () => {
    const untraced = { ...amara, nhsNumber: null };
    given()
      .when({ ...register, identity: untraced })
      .then({ type: 'PatientRegistered', data: { personal: untraced } }, atSurgery);
  });

  it.each(['9990000027', '999 000 0026', '999000002', ''])('takes no NHS number written "%s"', (nhsNumber) => {
    given()
      .when({ ...register, identity: { ...amara, nhsNumber } })
      .thenRefused('NhsNumberWrong');
  });

  it('cannot be referred before birth', () => {
    given()
      .when({ ...register, from: day('1961-07-03') })
      .thenRefused('ReferredBeforeBirth', { bornOn: '1961-07-04', from: '1961-07-03' });
  });

  it('needs a family name', () => {
    given()
      .when({ ...register, identity: { ...amara, family: ' ' } })
      .thenRefused('WordsMissing');
  });

  it('needs a date of birth that can be', () => {
    given()
      .when({ ...register, identity: { ...amara, bornOn: day('2026-03-21') } })
      .thenRefused('BornInFuture', { bornOn: '2026-03-21' });
    given()
      .when({ ...register, identity: { ...amara, bornOn: day('1895-12-31') } })
      .thenRefused('BornTooLongAgo', { bornOn: '1895-12-31' });
    const oldest = { ...amara, bornOn: day('1896-01-01') };
    given()
      .when({ ...register, identity: oldest })
      .then({ type: 'PatientRegistered', data: { personal: oldest } }, atSurgery);
  });
});

describe('who a patient is', () => {
  const wrong: PatientEvent = { type: 'PatientRegistered', data: { personal: { ...amara, family: 'Exampel', bornOn: day('1961-04-07') } } };
  const correct = { type: 'CorrectIdentity', identity: amara, because: 'Birth certificate' } as const;
  const corrected: PatientEvent = { type: 'IdentityCorrected', data: { personal: { identity: amara, because: 'Birth certificate' } } };
  const bornOn = (on: string): PatientCommand => ({ ...correct, identity: { ...amara, bornOn: day(on) } });

  it('is put right once, with a reason', () => {
    given(wrong).when(correct).then(corrected);
    given(wrong, corrected).when(correct).thenNothing();
    given(wrong)
      .when({ ...correct, because: ' ' })
      .thenRefused('WordsMissing');
  });

  it('is put right to what can be', () => {
    given(wrong).when(bornOn('2026-03-21')).thenRefused('BornInFuture', { bornOn: '2026-03-21' });
    given(wrong, atSurgery).when(bornOn('2026-03-03')).thenRefused('ReferredBeforeBirth', { bornOn: '2026-03-03', from: '2026-03-02' });
    given(wrong, died).when(bornOn('2026-03-16')).thenRefused('DeathBeforeBirth', { on: '2026-03-15' });
  });

  it('decides, once put right, whose referral it is that comes with this NHS number', () => {
    given(wrong, corrected).when(register).thenNothing();
    given(wrong, corrected)
      .when({ ...register, identity: { ...amara, bornOn: day('1961-04-07') } })
      .thenRefused('OtherPersonHasNumber');
  });
});

describe('what is known of a patient', () => {
  it.each<[string, PatientCommand, PatientEvent]>([
    ['contact details', { type: 'RecordContactDetails', details }, { type: 'ContactDetailsRecorded', data: { personal: details } }],
    ['communication needs', { type: 'RecordCommunicationNeeds', needs }, { type: 'CommunicationNeedsRecorded', data: { personal: needs } }],
    ['circumstances', { type: 'RecordCircumstances', circumstances }, { type: 'CircumstancesRecorded', data: { personal: circumstances } }],
    [
      'another practice',
      { type: 'RecordPracticeRegistration', practice: otherSurgery, from: day('2026-03-10') },
      { type: 'PracticeRegistrationRecorded', data: { practice: otherSurgery, from: day('2026-03-10') } },
    ],
  ])('%s are recorded once', (_what, command, event) => {
    given(registered, atSurgery).when(command).then(event);
    given(registered, atSurgery, event).when(command).thenNothing();
  });

  it('a referral that arrives late does not move the patient back to an earlier practice', () => {
    given(registered, { type: 'PracticeRegistrationRecorded', data: { practice: otherSurgery, from: day('2026-03-10') } })
      .when({ type: 'RecordPracticeRegistration', practice: surgery, from: day('2026-03-09') })
      .thenNothing();
  });

  it('is a new entry when it differs', () => {
    const moved = { ...details, address: '2 Example Road' };
    given(registered, { type: 'ContactDetailsRecorded', data: { personal: details } })
      .when({ type: 'RecordContactDetails', details: moved })
      .then({ type: 'ContactDetailsRecorded', data: { personal: moved } });
  });
});

describe('a restriction on a record', () => {
  it('is placed once', () => {
    given(registered).when(place).then(restricted);
    given(registered, restricted).when(place).thenNothing();
  });

  it('is lifted when it stands, and may be placed again', () => {
    given(registered, restricted).when(lift).then(lifted);
    given(registered).when(lift).thenNothing();
    given(registered, restricted, lifted).when(place).then(restricted);
  });
});

describe('two records of the same person', () => {
  const link = { type: 'LinkPatients', otherPatientId: 'p2' } as const;
  const unlink = { type: 'UnlinkPatients', otherPatientId: 'p2' } as const;
  const linked: PatientEvent = { type: 'PatientsLinked', data: { otherPatientId: 'p2' } };
  const unlinked: PatientEvent = { type: 'PatientsUnlinked', data: { otherPatientId: 'p2' } };

  const propose = { type: 'ProposePatientsLink', otherPatientId: 'p2' } as const;
  const proposedBy = (by: { id: string; name: string }): PatientEvent => ({
    type: 'PatientsLinkProposed',
    data: { otherPatientId: 'p2', proposedBy: by },
  });
  const proposed = proposedBy({ id: 'u9', name: 'Chris Example' });

  it('are linked once when a second person agrees, and told apart for as long as they are', () => {
    given(registered).when(propose).then(proposedBy(priya));
    given(registered, proposed).when(propose).thenNothing();
    given(registered, proposed).when(link).then(linked);
    given(registered, proposed, linked).when(link).thenNothing();
    given(registered, linked).when(propose).thenNothing();
    given(registered, linked).when(unlink).then(unlinked);
    given(registered).when(unlink).thenNothing();
  });

  it('are never linked by one person', () => {
    given(registered).when(link).thenRefused('SecondPersonNeeded');
    given(registered, proposedBy(priya)).when(link).thenRefused('SamePerson');
    given(registered, proposed, linked, unlinked).when(link).thenRefused('SecondPersonNeeded');
  });

  it('of which one person said that they are of different people are not linked by who agrees too late', () => {
    given(registered, proposed).when(unlink).then(unlinked);
    given(registered, proposed, unlinked).when(link).thenRefused('SecondPersonNeeded');
  });

  it('can be linked again for ever', () => {
    given(registered, proposed, linked, unlinked, proposed).when(link).then(linked);
    given(registered, proposed, linked, unlinked, proposed, linked).when(unlink).then(unlinked);
  });
});

describe('a death', () => {
  it('is recorded once', () => {
    given(registered).when(recordDeath).then(died);
    given(registered, died).when(recordDeath).thenNothing();
  });

  it('is not to come, and not before birth', () => {
    given(registered)
      .when({ ...recordDeath, on: day('2026-03-21') })
      .thenRefused('DateInFuture', { on: '2026-03-21', today: '2026-03-20' });
    given(registered)
      .when({ ...recordDeath, on: day('1961-07-03') })
      .thenRefused('DeathBeforeBirth', { on: '1961-07-03' });
  });
});

describe('a patient who is not registered', () => {
  it.each<PatientCommand>([
    { type: 'RecordContactDetails', details },
    { type: 'RecordCommunicationNeeds', needs },
    { type: 'RecordCircumstances', circumstances },
    { type: 'RecordPracticeRegistration', practice: surgery, from: today },
    place,
    lift,
    { type: 'ProposePatientsLink', otherPatientId: 'p2' },
    { type: 'LinkPatients', otherPatientId: 'p2' },
    { type: 'UnlinkPatients', otherPatientId: 'p2' },
    recordDeath,
  ])('refuses $type', (command) => {
    given().when(command).thenRefused('PatientNotFound');
  });
});
