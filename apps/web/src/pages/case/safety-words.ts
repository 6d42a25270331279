// The words of check-ins, changes of condition, escalations, expedite requests, harm reviews and validation.
import type {
  Compared,
  ConditionReporter,
  ContactMeans,
  ExpediteCriterion,
  HarmGrade,
  HarmTrigger,
  TriageOutcome,
  ValidationAnswer,
} from '@guardian/casework/events';

export const COMPARED_WORDS: Readonly<Record<Compared, string>> = {
  first: 'First answers',
  better: 'Better than last time',
  same: 'The same as last time',
  worse: 'Worse',
};

export const REPORTER_WORDS: Readonly<Record<ConditionReporter, string>> = {
  patient: 'The patient',
  carer: 'A carer',
  practice: 'The practice',
};

export const TRIAGE_WORDS: Readonly<Record<TriageOutcome, string>> = {
  emergency: 'Emergency: 999 or the emergency department now',
  'same-day': 'Same-day GP appointment',
  'ask-a-clinician': 'Ask a clinician',
  'earlier-check-in': 'Earlier check-in',
  'no-change-of-plan': 'No change of plan',
};

export const CRITERION_WORDS: Readonly<Record<ExpediteCriterion, string>> = {
  'new-symptom': 'New symptom',
  'new-result': 'New result',
  'professional-advice': 'Advice of a professional',
};

export const MEANS_WORDS: Readonly<Record<ContactMeans, string>> = {
  phone: 'By phone',
  text: 'By text message',
  letter: 'By letter',
  email: 'By e-mail',
  'in-person': 'In person',
};

export const HARM_TRIGGER_WORDS: Readonly<Record<HarmTrigger, string>> = {
  'priority-time': 'Waited past the time of the clinical priority',
  'long-wait': 'Waited for very long',
  'long-cancer-wait': 'Waited for very long with a suspected cancer',
};

export const HARM_GRADE_WORDS: Readonly<Record<HarmGrade, string>> = {
  none: 'No harm',
  low: 'Low harm',
  moderate: 'Moderate harm',
  severe: 'Severe harm',
  death: 'Death',
};

export const VALIDATION_ANSWER_WORDS: Readonly<Record<ValidationAnswer, string>> = {
  'still-needed': 'Still needed',
  'not-needed': 'Not needed any more',
  unsure: 'Not sure',
};
