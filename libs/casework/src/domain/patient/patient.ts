import { type CalendarDay, type Decider, DomainError, type E, type Personal, unreachable } from '@guardian/kernel';
import { decideErasure, type Erasure, type ErasureCommand, type ErasureEvent, WHILE_ERASING } from './erasure';
import type { RegisteredPractice } from '../case/events';
import {
  type DataRequestCommand,
  type DataRequestEvent,
  type DataRequests,
  decideDataRequest,
  evolveDataRequests,
  type Person,
  tellAgain,
} from './data-requests';
import { corrected, type Identity, type IdentityEvent, possible, samePerson } from './identity';
import { decideRetention, evolveRetention, type Kept, KEPT_BY_RULE, type RetentionCommand, type RetentionEvent } from './retention-review';

export interface ContactDetails {
  readonly address: string | null;
  readonly postcode: string | null;
  readonly homePhone: string | null;
  readonly mobilePhone: string | null;
  readonly email: string | null;
}

export interface CommunicationNeeds {
  readonly language: string | null;
  readonly interpreter: boolean;
  readonly format: 'standard' | 'large-print' | 'easy-read' | 'braille' | 'audio';
  readonly adjustments: string | null;
  readonly mayBeTexted: boolean;
}

export interface Circumstances {
  /** 1 = most deprived tenth (Index of Multiple Deprivation). */
  readonly deprivationDecile: number | null;
  /** ETHNIC CATEGORY of the NHS Data Dictionary. */
  readonly ethnicity: string | null;
  readonly learningDisability: boolean;
  readonly carer: boolean;
  readonly frailty: 'none' | 'mild' | 'moderate' | 'severe' | null;
}

export type PatientEvent =
  | DataRequestEvent
  | RetentionEvent
  | ErasureEvent
  | IdentityEvent
  /** Guardian knows this person now. */
  | E<'PatientRegistered', Personal<Identity>>
  /** Nobody is recorded here: the NHS number of this id is that of another record, which had a wrong one. */
  | E<'NumberLeadsElsewhere', { patientId: string }>
  /** Where and how the patient can be reached. */
  | E<'ContactDetailsRecorded', Personal<ContactDetails>>
  /** How the patient can be spoken and written to. */
  | E<'CommunicationNeedsRecorded', Personal<CommunicationNeeds>>
  /** What puts the patient at higher risk of being missed. */
  | E<'CircumstancesRecorded', Personal<Circumstances>>
  /** The practice where the patient is registered, from a day on. */
  | E<'PracticeRegistrationRecorded', { practice: RegisteredPractice; from: CalendarDay }>
  /** The record may be opened only with a reason; location and contact are not shown. */
  | E<'RestrictionPlaced', Personal<{ because: string }>>
  /** The record is open to those with a relationship again. */
  | E<'RestrictionLifted', Personal<{ because: string }>>
  /** Somebody takes the other record for one of the same person: a second person has to agree. */
  | E<'PatientsLinkProposed', { otherPatientId: string; proposedBy: Person }>
  /** The other record is of the same person. Both are kept, and it can be undone for ever. */
  | E<'PatientsLinked', { otherPatientId: string }>
  /** The two records are of different people. */
  | E<'PatientsUnlinked', { otherPatientId: string }>
  /** The patient died. */
  | E<'DeathRecorded', { on: CalendarDay; source: string }>;

export type PatientCommand =
  | DataRequestCommand
  | RetentionCommand
  | ErasureCommand
  | { readonly type: 'RegisterPatient'; readonly identity: Identity; readonly practice: RegisteredPractice; readonly from: CalendarDay }
  | { readonly type: 'CorrectIdentity'; readonly identity: Identity; readonly because: string }
  | { readonly type: 'LeadTo'; readonly patientId: string }
  | { readonly type: 'RecordContactDetails'; readonly details: ContactDetails }
  | { readonly type: 'RecordCommunicationNeeds'; readonly needs: CommunicationNeeds }
  | { readonly type: 'RecordCircumstances'; readonly circumstances: Circumstances }
  | { readonly type: 'RecordPracticeRegistration'; readonly practice: RegisteredPractice; readonly from: CalendarDay }
  | { readonly type: 'PlaceRestriction'; readonly because: string }
  | { readonly type: 'LiftRestriction'; readonly because: string }
  /** Two people, one after the other: who takes the two records for one person's, and who agrees. */
  | { readonly type: 'ProposePatientsLink'; readonly otherPatientId: string }
  | { readonly type: 'LinkPatients'; readonly otherPatientId: string }
  | { readonly type: 'UnlinkPatients'; readonly otherPatientId: string }
  | { readonly type: 'RecordDeath'; readonly on: CalendarDay; readonly source: string };

export interface PatientState {
  readonly identity: Identity | null;
  /** The record that has the NHS number of this id; nobody is recorded here then. */
  readonly leadsTo: string | null;
  readonly details: ContactDetails | null;
  readonly needs: CommunicationNeeds | null;
  readonly circumstances: Circumstances | null;
  readonly practice: RegisteredPractice | null;
  /** Since when; null while no practice is known. */
  readonly practiceFrom: CalendarDay | null;
  readonly restricted: boolean;
  /** Other records of the same person. */
  readonly linkedTo: readonly string[];
  /** Records that somebody takes for the same person's. */
  readonly linksProposed: readonly { readonly otherPatientId: string; readonly by: Person }[];
  readonly diedOn: CalendarDay | null;
  /** What they asked about their data. */
  readonly requests: DataRequests;
  /** What was decided about how long the record is kept. */
  readonly kept: Kept;
  /** Two people decided it, and it is not done yet. */
  readonly erasing: Erasure | null;
}

export const initialPatient: PatientState = {
  identity: null,
  leadsTo: null,
  details: null,
  needs: null,
  circumstances: null,
  practice: null,
  practiceFrom: null,
  restricted: false,
  linkedTo: [],
  linksProposed: [],
  diedOn: null,
  requests: {},
  kept: KEPT_BY_RULE,
  erasing: null,
};

export interface PatientContext {
  readonly today: CalendarDay;
  /** Whoever does it: some things take a second person. */
  readonly actor: Person;
}

export const patientDecider: Decider<PatientState, PatientCommand, PatientEvent, PatientContext> = {
  category: 'patient',
  initialState: initialPatient,

  decide(command, state, context) {
    const { today } = context;
    if (command.type !== 'RegisterPatient' && command.type !== 'LeadTo' && !state.identity)
      refuse('PatientNotFound', 'There is no such patient.');
    if (state.erasing && !WHILE_ERASING.includes(command.type))
      refuse('RecordBeingErased', 'This record is being erased at this moment. Try again in a few minutes.');
    switch (command.type) {
      case 'RegisterPatient': {
        const { identity, practice, from } = command;
        if (state.identity) return samePerson(state.identity, identity);
        possible(identity, today);
        if (from < identity.bornOn) {
          refuse('ReferredBeforeBirth', 'The referral date must not be before the date of birth.', { bornOn: identity.bornOn, from });
        }
        return [
          { type: 'PatientRegistered', data: { personal: identity } },
          { type: 'PracticeRegistrationRecorded', data: { practice, from } },
        ];
      }
      case 'CorrectIdentity':
        return same(state.identity, command.identity) ? [] : [corrected(command, state, today)];
      case 'LeadTo':
        if (state.identity) refuse('OtherPersonHasNumber', 'Another record has this NHS number.');
        return state.leadsTo === command.patientId ? [] : [{ type: 'NumberLeadsElsewhere', data: { patientId: command.patientId } }];
      case 'RecordContactDetails':
        // Where somebody lives who is in hiding is kept nowhere, whoever sends it.
        if (state.restricted) return [];
        return same(state.details, command.details) ? [] : [{ type: 'ContactDetailsRecorded', data: { personal: command.details } }];
      case 'RecordCommunicationNeeds':
        return same(state.needs, command.needs) ? [] : [{ type: 'CommunicationNeedsRecorded', data: { personal: command.needs } }];
      case 'RecordCircumstances':
        return same(state.circumstances, command.circumstances)
          ? []
          : [{ type: 'CircumstancesRecorded', data: { personal: command.circumstances } }];
      case 'RecordPracticeRegistration':
        // A referral that arrives late does not move the patient back to the practice of its day.
        return same(state.practice, command.practice) || (state.practiceFrom !== null && command.from < state.practiceFrom)
          ? []
          : [{ type: 'PracticeRegistrationRecorded', data: { practice: command.practice, from: command.from } }];
      case 'PlaceRestriction':
        return state.restricted ? [] : [{ type: 'RestrictionPlaced', data: { personal: { because: command.because } } }];
      case 'LiftRestriction':
        return state.restricted ? [{ type: 'RestrictionLifted', data: { personal: { because: command.because } } }] : [];
      case 'ProposePatientsLink':
        return state.linkedTo.includes(command.otherPatientId) || proposedFor(command.otherPatientId, state)
          ? []
          : [{ type: 'PatientsLinkProposed', data: { otherPatientId: command.otherPatientId, proposedBy: context.actor } }];
      case 'LinkPatients': {
        const { otherPatientId } = command;
        if (state.linkedTo.includes(otherPatientId)) return [];
        const proposed = proposedFor(otherPatientId, state);
        if (!proposed)
          refuse('SecondPersonNeeded', 'A second person has to agree that these two records are of one person. Propose it first.');
        if (proposed.by.id === context.actor.id)
          refuse('SamePerson', 'You proposed that these two records are of one person. Somebody else has to agree to it.');
        return [{ type: 'PatientsLinked', data: { otherPatientId } }];
      }
      case 'UnlinkPatients':
        return state.linkedTo.includes(command.otherPatientId) || proposedFor(command.otherPatientId, state)
          ? [{ type: 'PatientsUnlinked', data: { otherPatientId: command.otherPatientId } }]
          : [];
      case 'RecordDeath':
        if (state.diedOn) return [];
        if (command.on > today) refuse('DateInFuture', 'The date of death must be today or in the past.', { on: command.on, today });
        if (state.identity && command.on < state.identity.bornOn) {
          refuse('DeathBeforeBirth', 'The date of death must not be before the date of birth.', { on: command.on });
        }
        return [{ type: 'DeathRecorded', data: { on: command.on, source: command.source } }];
      case 'ReceiveDataRequest':
      case 'ExtendDataRequest':
      case 'DecideDisclosure':
      case 'ReviewSeriousHarm':
      case 'MakeDataPackage':
      case 'RecordRecipients':
      case 'DisputeEntry':
      case 'CloseDataRequest':
        return decideDataRequest(command, state.requests, context);
      case 'PlaceLegalHold':
      case 'LiftLegalHold':
      case 'KeepRecordLonger':
      case 'ProposeDestruction':
        return decideRetention(command, state.kept, { ...context, asked: asksForErasure(state.requests) });
      case 'DeclineDestruction':
      case 'ConfirmErasure':
      case 'StopErasure':
      case 'CompleteErasure':
        return decideErasure(command, state, context.actor);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'PatientRegistered':
        return { ...state, identity: event.data.personal, leadsTo: null };
      case 'IdentityCorrected':
        return { ...state, identity: event.data.personal.identity, requests: tellAgain(state.requests) };
      case 'NumberLeadsElsewhere':
        return { ...state, leadsTo: event.data.patientId };
      case 'ContactDetailsRecorded':
        return { ...state, details: event.data.personal };
      case 'CommunicationNeedsRecorded':
        return { ...state, needs: event.data.personal };
      case 'CircumstancesRecorded':
        return { ...state, circumstances: event.data.personal };
      case 'PracticeRegistrationRecorded':
        return { ...state, practice: event.data.practice, practiceFrom: event.data.from };
      case 'RestrictionPlaced':
        return { ...state, restricted: true, details: null };
      case 'RestrictionLifted':
        return { ...state, restricted: false };
      case 'PatientsLinkProposed': {
        const { otherPatientId, proposedBy } = event.data;
        return { ...state, linksProposed: [...state.linksProposed, { otherPatientId, by: proposedBy }] };
      }
      case 'PatientsLinked':
        return { ...withoutLink(event.data.otherPatientId, state), linkedTo: [...state.linkedTo, event.data.otherPatientId] };
      case 'PatientsUnlinked':
        return withoutLink(event.data.otherPatientId, state);
      case 'DeathRecorded':
        return { ...state, diedOn: event.data.on };
      case 'DataRequestReceived':
      case 'DataRequestExtended':
      case 'DisclosureDecided':
      case 'SeriousHarmReviewed':
      case 'DataPackageMade':
      case 'RecipientsTold':
      case 'RecipientsNotTold':
      case 'EntryDisputed':
      case 'DataRequestClosed':
        return { ...state, requests: evolveDataRequests(state.requests, event) };
      case 'LegalHoldPlaced':
      case 'LegalHoldLifted':
      case 'RecordKeptLonger':
      case 'DestructionProposed':
        return { ...state, kept: evolveRetention(state.kept, event) };
      case 'DestructionDeclined':
        return { ...state, kept: { ...state.kept, proposed: null } };
      case 'ErasureConfirmed':
        return { ...state, erasing: event.data };
      case 'ErasureStopped':
        return { ...state, erasing: null, kept: { ...state.kept, proposed: null } };
      case 'PersonalDataErased':
        // Whoever has this NHS number is somebody new to Guardian.
        return initialPatient;
      default:
        return unreachable(event);
    }
  },
};

const proposedFor = (id: string, { linksProposed }: PatientState) => linksProposed.find(({ otherPatientId }) => otherPatientId === id);

const withoutLink = (id: string, state: PatientState): PatientState => ({
  ...state,
  linkedTo: state.linkedTo.filter((one) => one !== id),
  linksProposed: state.linksProposed.filter(({ otherPatientId }) => otherPatientId !== id),
});

const asksForErasure = (requests: DataRequests): boolean =>
  Object.values(requests).some(({ kind, outcome }) => kind === 'erasure' && outcome === null);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
