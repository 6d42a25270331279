import type { CalendarDay } from '@guardian/kernel';
import { Codes, Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { type CaseAt, exactly, takes } from './command-input';

class AcceptReferral {
  @Is('AcceptReferral')
  type: 'AcceptReferral';
}

class ReturnReferral {
  @Is('ReturnReferral')
  type: 'ReturnReferral';

  @Codes({ label: 'what is missing', required: 'Name at least 1 thing that is missing' })
  missing: string[];

  @Text({ label: 'The message', max: 2_000, required: 'Enter a message to the referrer' })
  message: string;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;

  @Text({ label: 'Who is asked if no answer comes', max: 120 })
  escalateTo?: string;
}

class EscalateReturn {
  @Is('EscalateReturn')
  type: 'EscalateReturn';
}

class ResubmitReferral {
  @Is('ResubmitReferral')
  type: 'ResubmitReferral';

  @Text({ label: 'The note', max: 2_000 })
  note?: string;
}

class AssignCase {
  @Is('AssignCase')
  type: 'AssignCase';

  /** User id. */
  @Text({ label: 'The coordinator', required: 'Enter the user id of the coordinator' })
  coordinator: string;
}

class HandOverCase {
  @Is('HandOverCase')
  type: 'HandOverCase';

  /** User id. */
  @Text({ label: 'The coordinator', required: 'Enter the user id of the coordinator' })
  to: string;

  @Text({ label: 'The note', max: 2_000 })
  note?: string;
}

class SuspectDuplicate {
  @Is('SuspectDuplicate')
  type: 'SuspectDuplicate';

  @Text({ label: 'The other case', required: 'Enter the reference of the other case' })
  otherReference: string;

  @Codes({ label: 'the reasons', required: 'Enter at least 1 reason' })
  because: string[];
}

class DismissDuplicate {
  @Is('DismissDuplicate')
  type: 'DismissDuplicate';

  /** One of the case's `suspectedDuplicates`. */
  @Text({ label: 'The other case', required: 'Enter the id of the other case' })
  otherCaseId: string;
}

class AskAboutDuplicate {
  @Is('AskAboutDuplicate')
  type: 'AskAboutDuplicate';

  /** One of the case's `suspectedDuplicates`. */
  @Text({ label: 'The other case', required: 'Enter the id of the other case' })
  otherCaseId: string;

  @Text({ label: 'Who is asked', required: 'Enter who is asked' })
  who: string;

  @Text({ label: 'The question', max: 2_000 })
  question?: string;
}

class ProposeLink {
  @Is('ProposeLink')
  type: 'ProposeLink';

  @Text({ label: 'The other case', required: 'Enter the reference of the other case' })
  otherReference: string;
}

/** By somebody else than who proposed it. */
class LinkAsDuplicate {
  @Is('LinkAsDuplicate')
  type: 'LinkAsDuplicate';

  @Text({ label: 'The other case', required: 'Enter the reference of the other case' })
  otherReference: string;
}

class UnlinkCase {
  @Is('UnlinkCase')
  type: 'UnlinkCase';
}

export const intakeCommands = {
  AcceptReferral: exactly(AcceptReferral),
  ReturnReferral: exactly(ReturnReferral),
  EscalateReturn: exactly(EscalateReturn),
  ResubmitReferral: takes(ResubmitReferral, (given) => ({ note: '', ...given })),
  AssignCase: takes(AssignCase, async ({ type, coordinator }, known, at: CaseAt) => ({
    type,
    coordinator: await known.coordinator('coordinator', coordinator, at.opened),
  })),
  HandOverCase: takes(HandOverCase, async ({ type, to, note = '' }, known, at: CaseAt) => ({
    type,
    to: await known.coordinator('to', to, at.opened),
    note,
  })),
  SuspectDuplicate: takes(SuspectDuplicate, async (given, known, at: CaseAt) => ({
    ...given,
    otherCaseId: await known.caseId('otherReference', given.otherReference, at.user),
  })),
  AskAboutDuplicate: takes(AskAboutDuplicate, (given) => ({ question: '', ...given })),
  DismissDuplicate: exactly(DismissDuplicate),
  ProposeLink: takes(ProposeLink, async (given, known, at: CaseAt) => ({
    ...given,
    otherCaseId: await known.caseId('otherReference', given.otherReference, at.user),
  })),
  LinkAsDuplicate: takes(LinkAsDuplicate, async (given, known, at: CaseAt) => ({
    ...given,
    otherCaseId: await known.caseId('otherReference', given.otherReference, at.user),
  })),
  UnlinkCase: exactly(UnlinkCase),
};
