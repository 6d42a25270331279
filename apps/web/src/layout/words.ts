// The words for coded values, and the colour of their tags. A tag's colour answers one question: who has the next move?
import type { Role } from '@guardian/access';
import type { ReferralPriority, Step, Told } from '@guardian/casework/events';
import type { Environment } from 'nunjucks';

export interface Word {
  readonly text: string;
  /** Modifier of `nhsuk-tag`. Red is kept for patient safety. */
  readonly colour: 'blue' | 'orange' | 'purple' | 'aqua-green' | 'green' | 'pink' | 'yellow' | 'white' | 'grey' | 'red';
}

export const stepWords: Readonly<Record<Step, Word>> = {
  intake: { text: 'Received', colour: 'blue' },
  workup: { text: 'In workup', colour: 'orange' },
  returned: { text: 'Returned to referrer', colour: 'orange' },
  diagnostics: { text: 'Waiting for tests', colour: 'purple' },
  ready: { text: 'Ready to send', colour: 'blue' },
  'awaiting-acceptance': { text: 'Sent to hospital', colour: 'aqua-green' },
  'awaiting-first-appointment': { text: 'Waiting for first appointment', colour: 'aqua-green' },
  'awaiting-decision': { text: 'Waiting for decision', colour: 'aqua-green' },
  'awaiting-treatment': { text: 'Waiting for treatment', colour: 'aqua-green' },
  'with-tier-two': { text: 'With community service', colour: 'pink' },
  monitoring: { text: 'Active monitoring', colour: 'yellow' },
  closed: { text: 'Closed', colour: 'grey' },
};

export const priorityWords: Readonly<Record<ReferralPriority, string>> = {
  routine: 'Routine',
  urgent: 'Urgent',
  'two-week-wait': 'Urgent suspected cancer',
};

/** How somebody was told that a case is closed. */
export const toldWords: Readonly<Record<Told, string>> = {
  phone: 'By phone',
  letter: 'By letter',
  text: 'By text message',
  email: 'By e-mail',
  'in-person': 'In person',
  'not-applicable': 'Nobody to tell',
};

export const roleWords: Readonly<Record<Role, string>> = {
  coordinator: 'Guardian coordinator',
  clinician: 'Guardian clinician',
  'pcn-staff': 'PCN staff',
  'acute-lead': 'Acute lead',
  'primary-care-lead': 'Primary care lead',
  administrator: 'Administrator',
  'privacy-officer': 'Privacy officer',
  program: 'Program',
};

export function addWords(environment: Environment): void {
  environment.addGlobal('stepWords', stepWords);
  environment.addGlobal('priorityWords', priorityWords);
  environment.addGlobal('roleWords', roleWords);
}
