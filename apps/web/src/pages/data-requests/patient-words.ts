// What a copy of the record says of each event of a patient. Exhaustive: a new event does not compile until it has words.
import type { PatientEvent } from '@guardian/casework/events';
import { longDate } from '@guardian/kernel';
import type { EventWords } from '../case/event-words';
import { KIND_WORDS, OUTCOME_WORDS } from './request-words';

/** Null: what was decided about giving the copy away is no part of it, because that would tell what was withheld. */
export function patientWords({ type, data }: PatientEvent): EventWords | null {
  switch (type) {
    case 'PatientRegistered':
      return { title: 'Registered', text: told({ ...data.personal, bornOn: longDate(data.personal.bornOn) }) };
    case 'IdentityCorrected': {
      const { identity, because } = data.personal;
      return {
        title: 'Who the patient is was put right',
        text: `${told({ ...identity, bornOn: longDate(identity.bornOn) })} Because: ${because}`,
      };
    }
    case 'ContactDetailsRecorded':
      return { title: 'Contact details recorded', text: told(data.personal) };
    case 'CommunicationNeedsRecorded':
      return { title: 'Communication needs recorded', text: told(data.personal) };
    case 'CircumstancesRecorded':
      return { title: 'Circumstances recorded', text: told(data.personal) };
    case 'PracticeRegistrationRecorded':
      return { title: `Registered with practice ${data.practice.code} from ${longDate(data.from)}` };
    case 'RestrictionPlaced':
      return { title: 'Record restricted', text: data.personal.because };
    case 'RestrictionLifted':
      return { title: 'Restriction lifted', text: data.personal.because };
    case 'PatientsLinkProposed':
      return { title: 'Another record was proposed to be of the same person' };
    case 'PatientsLinked':
      return { title: 'Another record was found to be of the same person' };
    case 'PatientsUnlinked':
      return { title: 'The other record was found to be of somebody else' };
    case 'DeathRecorded':
      return { title: `Death recorded: ${longDate(data.on)}`, text: `Source: ${data.source}` };
    case 'DataRequestReceived':
      return { title: `Asked about their data: ${KIND_WORDS[data.kind].toLowerCase()}`, text: data.personal.asks };
    case 'DataRequestExtended':
      return { title: `The answer takes ${data.months} months more`, text: data.personal.because };
    case 'RecipientsTold':
      return { title: `${data.recipients.length} who had received it were told on ${longDate(data.on)} what was put right` };
    case 'RecipientsNotTold':
      return { title: `${data.recipients.length} who had received it could not be told what was put right`, text: data.personal.because };
    case 'EntryDisputed':
      return { title: 'The patient takes an entry for wrong', text: data.personal.statement };
    case 'DataRequestClosed':
      return { title: `Request about data: ${OUTCOME_WORDS[data.outcome].toLowerCase()}`, text: data.personal.because };
    case 'LegalHoldPlaced':
      return { title: 'Kept for a court, an inquiry or a complaint', text: data.personal.because };
    case 'LegalHoldLifted':
      return { title: 'No longer kept for a court, an inquiry or a complaint', text: data.personal.because };
    case 'RecordKeptLonger':
      return { title: `Record kept until ${longDate(data.until)}`, text: data.personal.because };
    case 'DestructionProposed':
      return { title: 'Proposed that the record is destroyed', text: data.personal.because };
    case 'DestructionDeclined':
      return { title: 'Not agreed that the record is destroyed', text: data.personal.because };
    case 'ErasureConfirmed':
      return { title: `Agreed by ${data.confirmedBy.name} that the record is erased` };
    case 'ErasureStopped':
      return { title: 'The record was not erased after all' };
    case 'PersonalDataErased':
    case 'NumberLeadsElsewhere':
    case 'DisclosureDecided':
    case 'SeriousHarmReviewed':
    case 'DataPackageMade':
      return null;
  }
}

/** `family: Example. Given: Amara.`; what is not known is left out. */
const told = (facts: object): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${spaced(name)}: ${value === true ? 'yes' : value === false ? 'no' : String(value)}.`)
    .join(' ');

const spaced = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return name === 'nhsNumber' ? 'NHS number' : words.charAt(0).toUpperCase() + words.slice(1);
};
