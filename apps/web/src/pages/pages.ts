// Every page that somebody works on, by journey.
import { CaseController } from './case/case.controller';
import { CaseDesk } from './case/case-desk';
import { CaseFrame } from './case/case-frame';
import { ContactController } from './contact/contact.controller';
import { GateController } from './workup/gate.controller';
import { ReceiveReferralController } from './receive-referral/receive-referral.controller';
import { WorkupController } from './workup/workup.controller';

// The gate before the workup: `workup/decide` must not be taken for an item.
export const pageControllers = [ReceiveReferralController, CaseController, ContactController, GateController, WorkupController];

export const pageProviders = [CaseDesk, CaseFrame];
