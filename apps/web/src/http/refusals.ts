// Every refusal that may reach a user: code → status and title. What to do about it is the refusal's own message. A code that is not
// here is a fault: 500 with a reference and no message. A test finds codes that are missing.

/** `retryAfterSeconds` is for refusals that go away by themselves. */
export type Refusal = readonly [status: number, title: string, retryAfterSeconds?: number];

const notThere = [404, 'Page not found'] as const;
const inputWrong = [400, 'Check what was entered'] as const;
const ruleBroken = [409, 'This cannot be done now'] as const;

export const refusals = {
  // The shell, the store and who may do what
  CommandIdMissing: [400, 'This could not be saved safely'],
  CommandIdReused: [422, 'This was already used for something else'],
  EventRefused: [400, 'This cannot be stored'],
  ForeignOrigin: [403, 'This came from another website'],
  InputRefused: [400, 'Some of what was sent cannot be used'],
  NotAllowed: [403, 'You cannot do this'],
  NotFound: notThere,
  NotSignedIn: [401, 'Log in first'],
  RevisionMissing: [428, 'Say which version you have seen'],
  StoreBusy: [503, 'Guardian is busy', 2],
  StoreUnavailable: [503, 'Guardian cannot reach its database', 5],
  StreamConflict: [409, 'Somebody else changed this at the same moment'],
  StreamMovedOn: [409, 'This has changed since you opened it'],
  TooLarge: [413, 'That is too much at once'],
  UnknownPathway: inputWrong,
  UnsupportedBody: [415, 'This cannot be read'],

  // Nothing of that name, or not for this user
  CaseNotFound: notThere,
  ContactNotFound: notThere,
  EnquiryNotFound: notThere,
  EntryNotFound: notThere,
  PatientNotFound: notThere,
  TestNotFound: notThere,

  // What was entered is not possible
  BornInFuture: inputWrong,
  BornTooLongAgo: inputWrong,
  DateBeforeReferral: inputWrong,
  DateInFuture: inputWrong,
  DateInPast: inputWrong,
  DeathBeforeBirth: inputWrong,
  ReferredBeforeBirth: inputWrong,
  EvidenceTooOld: inputWrong,
  FactDetailWrong: inputWrong,
  NhsNumberWrong: inputWrong,
  NothingMissing: inputWrong,
  OwnerMissing: inputWrong,
  PathwayDefinitionInvalid: inputWrong,
  RealNumberInDemonstration: inputWrong,
  ReasonMissing: inputWrong,
  SameCase: inputWrong,
  TestNumberInService: inputWrong,
  UnknownFact: inputWrong,
  UnknownFactDetail: inputWrong,
  UnknownPriority: inputWrong,
  WordsMissing: inputWrong,

  // Possible, but not as things stand
  AlreadyAssigned: ruleBroken,
  AlreadyPastGate: ruleBroken,
  OtherCaseClosed: ruleBroken,
  OthersFollowedHere: ruleBroken,
  AwaitingReferrer: ruleBroken,
  CaseClosed: ruleBroken,
  CaseExists: ruleBroken,
  EnquiryClosed: ruleBroken,
  EnquiryExists: ruleBroken,
  EntryMoved: ruleBroken,
  EntryNotCorrectable: ruleBroken,
  GateClosed: ruleBroken,
  GateNotDue: ruleBroken,
  HoldsAlready: ruleBroken,
  LinkedAsDuplicate: ruleBroken,
  NeverHeld: ruleBroken,
  NotAccepted: ruleBroken,
  NotAgreed: ruleBroken,
  NotAnswered: ruleBroken,
  NotAsked: ruleBroken,
  NotAssigned: ruleBroken,
  NotPassedOn: ruleBroken,
  NothingOutstanding: ruleBroken,
  OfferOpen: ruleBroken,
  OtherPersonHasNumber: ruleBroken,
  PathwayPublishedTooEarly: ruleBroken,
  PathwayVersionAlreadyPublished: ruleBroken,
  PathwayVersionNotNext: ruleBroken,
  PatientDied: ruleBroken,
  PatientNotTold: ruleBroken,
  ReferrerNotTold: ruleBroken,
  ServiceNotOffered: ruleBroken,
  ServiceNotTaken: ruleBroken,
  StillGood: ruleBroken,
  TestInOtherState: ruleBroken,
  TestUnderWay: ruleBroken,
  WorkupOutstanding: ruleBroken,
} as const satisfies Readonly<Record<string, Refusal>>;
