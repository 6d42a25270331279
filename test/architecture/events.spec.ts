// What was once written can always be read, and what the docs say of it is true.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RecordedEvent, upcast, type Upcasters } from '@guardian/event-store';
import type { DomainEvent } from '@guardian/kernel';
import { caseDecider } from '../../libs/casework/src/domain/case/case';
import { stepOf } from '../../libs/casework/src/domain/case/step';
import { enquiryDecider } from '../../libs/casework/src/domain/enquiry/enquiry';
import { patientDecider } from '../../libs/casework/src/domain/patient/patient';
import samples from '../../libs/casework/src/events.samples.json';
import { pathwayDefinitionDecider } from '../../libs/pathways/src/domain/pathway-definition/decider';

interface EventOfTheCode {
  readonly category: string;
  readonly type: string;
  readonly meaning: string;
  readonly facts: readonly { readonly name: string; readonly personal: boolean; readonly optional: boolean }[];
}
interface Docs {
  readEvents(): { readonly events: readonly EventOfTheCode[] };
  glossaryProblems(glossary: string, words: readonly string[]): string[];
  adrProblems(files: readonly string[]): string[];
  linkProblems(root: string, page: string): string[];
}
interface Sample {
  readonly category: string;
  readonly type: string;
  readonly shape: number;
  readonly data: object;
}

const docs = createRequire(__filename)('../../docs/generate.cjs') as Docs;
const corpus: readonly Sample[] = samples;
const nameOf = ({ category, type, shape }: Sample): string => `${category} ${type} ${shape}`;

/** Grows only: an event that was released stays readable for as long as Guardian is in use. */
const RELEASED: readonly string[] = [
  'case ReferralReceived 1',
  'case CaseTakenOn 1',
  'case ReferralReturned 1',
  'case ReferralResubmitted 1',
  'case ReferralAccepted 1',
  'case CaseAssigned 1',
  'case CaseHandedOver 1',
  'case DuplicateSuspected 1',
  'case DuplicateAskedAbout 1',
  'case DuplicateLinkProposed 1',
  'case DuplicateDismissed 1',
  'case CaseLinkedAsDuplicate 1',
  'case CaseUnlinked 1',
  'case DuplicateFollowed 1',
  'case DuplicateReleased 1',
  'case WorkupItemRequested 1',
  'case WorkupItemCompleted 1',
  'case WorkupItemWaived 1',
  'case WorkupItemExpired 1',
  'case DiagnosticOrdered 1',
  'case DiagnosticBooked 1',
  'case DiagnosticMissed 1',
  'case DiagnosticCancelled 1',
  'case DiagnosticPerformed 1',
  'case DiagnosticReported 1',
  'case DiagnosticAcknowledged 1',
  'case DiagnosticResultTold 1',
  'case ExistingResultReused 1',
  'case GatePassed 1',
  'case GateOverridden 1',
  'case GateExpired 1',
  'case RedFlagBypassed 1',
  'case ReferralSent 1',
  'case HospitalFactRecorded 1',
  'case PriorityRecorded 1',
  'case ProviderChanged 1',
  'case ContactRecorded 1',
  'case ContactCorrected 1',
  'case ValidationAsked 1',
  'case ValidationAnswered 1',
  'case ResponsibilityOffered 1',
  'case ResponsibilityOfferUnanswered 1',
  'case ResponsibilityOfferWithdrawn 1',
  'case ResponsibilityDeclined 1',
  'case ResponsibilityAccepted 1',
  'case ServiceOffered 1',
  'case ServiceDeclined 1',
  'case ServiceAccepted 1',
  'case ServiceTimeGiven 1',
  'case ServiceReviewed 1',
  'case ServiceOutcomeRecorded 1',
  'case WorkSnoozed 1',
  'case SnoozeEnded 1',
  'case StepWentQuiet 1',
  'case SilenceReachedPcn 1',
  'case HarmReviewOpened 1',
  'case HarmReviewCompleted 1',
  'case CheckInPlanned 1',
  'case CheckInMissed 1',
  'case CheckInCompleted 1',
  'case CheckInActedOn 1',
  'case ConditionChangeReported 1',
  'case ConditionChangeTriaged 1',
  'case EscalationRaised 1',
  'case EscalationPassedOn 1',
  'case EscalationAcknowledged 1',
  'case EscalationResolved 1',
  'case ExpediteRequested 1',
  'case ExpediteAnswered 1',
  'case ExpediteAnswerTold 1',
  'case MessageSent 1',
  'case MessageRead 1',
  'case MessageAnswered 1',
  'case AdviceConvertedToReferral 1',
  'case MessageThreadClosed 1',
  'case EntryCorrected 1',
  'case EntryMovedToPatient 1',
  'case CaseClosed 1',
  'case CaseReopened 1',
  'case ReturnEscalated 1',
  'case ExitProposed 1',
  'case ExitDeclined 1',
  'case ValidationFellDue 1',
  'case ValidationUnanswered 1',
  'patient PatientRegistered 1',
  'patient PracticeRegistrationRecorded 1',
  'patient ContactDetailsRecorded 1',
  'patient CommunicationNeedsRecorded 1',
  'patient CircumstancesRecorded 1',
  'patient RestrictionPlaced 1',
  'patient RestrictionLifted 1',
  'patient PatientsLinkProposed 1',
  'patient PatientsLinked 1',
  'patient PatientsUnlinked 1',
  'patient DeathRecorded 1',
  'patient DataRequestReceived 1',
  'patient DataRequestExtended 1',
  'patient DisclosureDecided 1',
  'patient SeriousHarmReviewed 1',
  'patient DataPackageMade 1',
  'patient DataRequestClosed 1',
  'patient RecipientsTold 1',
  'patient RecipientsNotTold 1',
  'patient EntryDisputed 1',
  'patient LegalHoldPlaced 1',
  'patient LegalHoldLifted 1',
  'patient RecordKeptLonger 1',
  'patient DestructionProposed 1',
  'patient DestructionDeclined 1',
  'patient IdentityCorrected 1',
  'patient NumberLeadsElsewhere 1',
  'patient ErasureConfirmed 1',
  'patient ErasureStopped 1',
  'patient PersonalDataErased 1',
  'case CaseErased 1',
  'enquiry EnquiryReceived 1',
  'enquiry EnquiryMatchedToCase 1',
  'enquiry EnquiryAnswered 1',
  'enquiry EnquiryPassedOn 1',
  'enquiry EnquiryClosed 1',
  'pathway_definition PathwayDefinitionPublished 1',
];

// No released type has been given another shape yet; the first one that is brings its upcaster here and to the stream runner.
const upcasters: Upcasters = {};

const current = ({ type, data }: Sample): DomainEvent => {
  const { type: name, data: facts } = upcast(upcasters, { type, data } as RecordedEvent);
  return { type: name, data: facts };
};

/** Folds events of any shape, as a store would hand them over; throws on one that the decider does not know. */
const FOLDS: Readonly<Record<string, (events: readonly DomainEvent[]) => unknown>> = {
  case: (events) => foldWith(caseDecider, events),
  patient: (events) => foldWith(patientDecider, events),
  enquiry: (events) => foldWith(enquiryDecider, events),
  pathway_definition: (events) => foldWith(pathwayDefinitionDecider, events),
};

function foldWith<S, E>(decider: { initialState: S; evolve(state: S, event: E): S }, events: readonly DomainEvent[]): S {
  return events.reduce((state, event) => decider.evolve(state, event as E), decider.initialState);
}

describe('every event ever released', () => {
  const written = docs.readEvents().events;

  it('has its sample still', () => {
    expect(corpus.map(nameOf)).toEqual(expect.arrayContaining([...RELEASED]));
  });

  it('is pinned by its name here', () => {
    expect(RELEASED).toEqual(expect.arrayContaining(corpus.map(nameOf)));
    expect(new Set(RELEASED).size).toBe(RELEASED.length);
  });

  it('has a sample for each type that the code knows', () => {
    const sampled = new Set(corpus.map(({ category, type }) => `${category} ${type}`));
    expect(written.length).toBeGreaterThan(50);
    expect(written.filter(({ category, type }) => !sampled.has(`${category} ${type}`))).toEqual([]);
  });

  it.each(corpus.map((sample) => [nameOf(sample), sample] as const))('%s is a type of the code, with all its facts', (_name, sample) => {
    const event = current(sample);
    const known = written.find(({ category, type }) => category === sample.category && type === event.type);
    const { personal, ...open } = event.data as { personal?: object };
    // An event of before a fact was added has it not.
    const told = known?.facts.filter(({ name, optional }) => !optional || Object.hasOwn({ ...open, ...personal }, name));
    expect({ open: Object.keys(open).sort(), personal: Object.keys(personal ?? {}).sort() }).toEqual({
      open: told?.flatMap((fact) => (fact.personal ? [] : [fact.name])).sort(),
      personal: told?.flatMap((fact) => (fact.personal ? [fact.name] : [])).sort(),
    });
  });

  it.each(corpus.map((sample) => [nameOf(sample), sample] as const))('%s can be read, alone', (_name, sample) => {
    expect(FOLDS[sample.category]?.([current(sample)])).toBeDefined();
  });

  it.each(Object.entries(FOLDS))('all of a %s can be read in a row', (category, foldAll) => {
    expect(foldAll(corpus.filter((sample) => sample.category === category).map(current))).toBeDefined();
  });

  it('says what it said when it was released', () => {
    const state = foldWith(caseDecider, corpus.filter((sample) => sample.category === 'case').map(current));
    expect(stepOf(state.progress)).toBe('awaiting-acceptance');
    expect(state.opened?.reference).toBe('GR-K7M2QX');
    expect(state.holder?.name).toBe('Guardian team');
    expect(state.tests['t1']).toMatchObject({ status: 'told', outcome: 'abnormal' });
  });

  it.each(['case', 'patient', 'enquiry'])('a type that nobody released is not passed over in silence (%s)', (category) => {
    expect(() => FOLDS[category]?.([{ type: 'SomethingUpdated', data: {} }])).toThrow();
  });
});

describe('the check of the docs', () => {
  it('wants every word in a first column of the glossary', () => {
    const glossary = '| Word | Meaning |\n|---|---|\n| baton | who holds the patient |\n| `CaseClosed` | left the list, see gate |\n';
    expect(docs.glossaryProblems(glossary, ['baton', 'CaseClosed', 'gate'])).toEqual(['docs/glossary.md does not explain: gate']);
  });

  it('wants decisions numbered without holes, each once', () => {
    expect(docs.adrProblems(['0001-keep-one-log.md', '0002-use-words.md'])).toEqual([]);
    expect(docs.adrProblems(['0001-keep-one-log.md', '0003-use-words.md'])).toEqual(['docs/adr has no number 0002']);
    expect(docs.adrProblems(['0002-use-words.md'])).toEqual(['docs/adr has no number 0001']);
    expect(docs.adrProblems(['0001-keep-one-log.md', '0001-use-words.md'])).toEqual(['docs/adr has the number 0001 twice']);
    expect(docs.adrProblems(['use-words.md'])).toEqual(['docs/adr/use-words.md must be named NNNN-verb-phrase.md']);
  });

  it('finds links that lead nowhere, and leaves the others alone', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'guardian-docs-'));
    try {
      mkdirSync(path.join(root, 'docs'));
      writeFileSync(path.join(root, 'README.md'), '# Guardian');
      writeFileSync(
        path.join(root, 'docs/page.md'),
        '[up](../README.md#guardian) [here](#top) [web](https://example.com/x) `[code](gone.md)` [dead](gone.md) ![dead](a/b.png "title")',
      );
      expect(docs.linkProblems(root, 'docs/page.md')).toEqual([
        'docs/page.md has a dead link: gone.md',
        'docs/page.md has a dead link: a/b.png',
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
