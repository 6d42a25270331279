import type { CaseCommand } from '@guardian/casework';
import type { CaseAt, CommandInput } from './command-input';
import { attentionCommands } from './attention';
import { checkInCommands } from './check-ins';
import { contactCommands } from './contact';
import { escalationCommands } from './escalations';
import { exitCommands } from './exit';
import { gateCommands } from './gate';
import { harmReviewCommands } from './harm-reviews';
import { hospitalCommands } from './hospital';
import { intakeCommands } from './intake';
import { messageCommands } from './messages';
import { offerCommands } from './offers';
import { responsibilityCommands } from './responsibility';
import { testCommands } from './tests';
import { validationCommands } from './validation';
import { workupCommands } from './workup';

/** Every command of a case but those that open one, as a referral does, and that which follows from two people's decision on its patient. */
export type CaseCommandType = Exclude<CaseCommand['type'], 'ReceiveReferral' | 'TakeOnCase' | 'EraseCase'>;

/** A command that is not here does not compile. */
export const caseCommands: { readonly [T in CaseCommandType]: CommandInput<Extract<CaseCommand, { type: T }>, CaseAt> } = {
  ...intakeCommands,
  ...workupCommands,
  ...testCommands,
  ...gateCommands,
  ...hospitalCommands,
  ...contactCommands,
  ...responsibilityCommands,
  ...offerCommands,
  ...attentionCommands,
  ...checkInCommands,
  ...escalationCommands,
  ...messageCommands,
  ...harmReviewCommands,
  ...validationCommands,
  ...exitCommands,
};
