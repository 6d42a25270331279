// What starts a clock: rules RTT-S1 to RTT-S18, and the scope of RTT (RTT-P4 to RTT-P7).
import type { CalendarDay } from '@guardian/kernel';
import { type Effects, type Fact, nothing } from '../engine';
import type { HospitalFactKind } from '../facts';
import type { Pathway } from './pathway';

const OUTSIDE_RTT: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  community_non_consultant_led: ['RTT-P6', 'A community service that no consultant leads has no RTT clock.'],
  practitioner_with_extended_role_standalone: ['RTT-P4', 'A practitioner with an extended role who works alone has no RTT clock.'],
};

const SUSPECTED_CANCER: readonly HospitalFactKind[] = [
  'urgent_suspected_cancer_referral_received',
  'breast_symptomatic_referral_received',
  'cancer_screening_referral_received',
];

/** A referral reaches a service on a day. It starts a clock when the service is one that RTT covers and no clock runs. */
export function receive(pathway: Pathway, fact: Fact, rule: string, text: string, on: CalendarDay = fact.date): void {
  const service = String(fact['service'] ?? pathway.ers.service ?? 'consultant_led');
  const outside = OUTSIDE_RTT[service];
  if (outside) {
    pathway.hadReferralWithoutClock = true;
    pathway.because(...outside);
    return;
  }
  const urgent = fact['priority'] === 'two_week_wait' || pathway.ers.twoWeekWait === true || SUSPECTED_CANCER.includes(fact.event);
  const provider = fact['provider'];
  if (pathway.running) {
    pathway.twoWeekWait ||= urgent;
    if (typeof provider === 'string') pathway.provider = provider;
    pathway.because('RTT-S6', 'A clock of this referral runs already: the earlier date stays.');
    return;
  }
  const { startsOnReceipt, last } = pathway;
  const started = startsOnReceipt
    ? pathway.start(startsOnReceipt.rule, startsOnReceipt.text, on)
    : last
      ? pathway.start('RTT-N5', 'Referred again after the earlier period ended: a new clock starts on receipt.', on)
      : pathway.start(rule, text, on);
  if (!started) return;
  if (typeof provider === 'string') pathway.provider = provider;
  pathway.twoWeekWait = urgent;
  pathway.inReturns = service !== 'community_consultant_led';
  if (!pathway.inReturns) {
    pathway.because('RTT-P7', 'A consultant-led community service keeps the RTT rules and is left out of the RTT returns.', on);
  }
  pathway.straightToTest = fact['straight_to_test'] === true;
}

function referral(pathway: Pathway, fact: Fact): void {
  const country = fact['commissioner_country'];
  if (pathway.running && pathway.startedByCall) {
    pathway.startedByCall = false;
    pathway.running.start = fact.date;
    pathway.because('RTT-S10', 'The letter that follows the call has arrived: its arrival starts the clock, not the call.');
    return;
  }
  if (fact['straight_to_test'] === true) {
    receive(pathway, fact, 'RTT-S17', 'A consultant-led service received the referral; the test comes first and is a step on the way.');
  } else if (fact['source'] === 'emergency_department') {
    receive(pathway, fact, 'RTT-S13', 'A consultant-led service received the referral from the emergency department.');
  } else if (fact['service'] === 'interface') {
    receive(pathway, fact, 'RTT-S2', 'A service that may refer on to a consultant received the referral.');
  } else {
    receive(pathway, fact, 'RTT-S1', 'A consultant-led service received the referral.');
  }
  if (typeof country === 'string' && country !== 'England' && pathway.running) {
    pathway.commissionedElsewhere = true;
    pathway.because('RTT-M11', `Commissioned by ${country}: reported without an English commissioner (NONC).`);
  }
}

const suspectedCancer = (pathway: Pathway, fact: Fact): void =>
  receive(
    pathway,
    fact,
    'RTT-S1',
    'A consultant-led service received an urgent suspected cancer referral: the RTT clock runs beside the cancer clocks.',
  );

/** A test that GPs order through e-RS has no service of its own: it starts no RTT clock. */
const isTestOnly = (pathway: Pathway, fact: Fact) =>
  (fact['service'] ?? pathway.ers.service) === undefined && (fact['test'] ?? pathway.ers.test) !== undefined;

function inErs(rule: string, text: string) {
  return (pathway: Pathway, fact: Fact): void => {
    if (isTestOnly(pathway, fact)) {
      pathway.because('RTT-P5', 'A test ordered by the GP, who keeps responsibility, starts no RTT clock.');
    } else if (pathway.nullified) {
      rebookedOnline(pathway, fact);
    } else {
      receive(pathway, fact, rule, text);
    }
  };
}

function rebookedOnline(pathway: Pathway, fact: Fact): void {
  pathway.start('RTT-N7', 'The patient books again in e-RS after a missed first appointment: a new clock starts.', fact.date);
}

export const STARTS = {
  referral_received: referral,
  urgent_suspected_cancer_referral_received: suspectedCancer,
  breast_symptomatic_referral_received: suspectedCancer,
  cancer_screening_referral_received: suspectedCancer,

  ers_referral_created(pathway, fact) {
    const { service, test, priority } = fact;
    pathway.ers = {
      ...(typeof service === 'string' && { service }),
      ...(typeof test === 'string' && { test }),
      twoWeekWait: priority === 'two_week_wait',
    };
    pathway.because('RTT-S4', 'Creating the request in e-RS starts nothing: the day it is first booked does.');
  },
  ers_ubrn_converted: inErs('RTT-S4', 'The request was first booked in e-RS (its UBRN was converted).'),
  ers_asi_worklist_entered: inErs('RTT-S5', 'No slot was free: the request came on to the provider’s slot issue worklist.'),
  ers_clinical_assessment_service_booked: inErs('RTT-S6', 'A clinical assessment service was booked on this UBRN.'),
  ers_asi_notification_opened: nothing('RTT-S5', 'Opening the slot issue changes nothing: the day it appeared counts.'),
  ers_referral_rejected: nothing('RTT-S7', 'A rejection by the chosen provider changes nothing: the original date stays.'),
  ers_second_ubrn_created: nothing('RTT-S8', 'A second UBRN for the same need changes nothing: the first conversion counts.'),

  referral_to_interface_service(pathway, fact) {
    if (fact['received'] === false) pathway.because('RTT-S8', 'The interface service has not received the referral yet.');
    else receive(pathway, fact, 'RTT-S2', 'An interface service, which may refer on to a consultant, received the referral.');
  },
  referral_to_referral_management_service(pathway, fact) {
    if (fact['received'] === false) pathway.because('RTT-S2', 'The referral management service has not received the referral yet.');
    else if (fact['can_refer_on'] === false) {
      pathway.hadReferralWithoutClock = true;
      pathway.because('RTT-S2', 'A referral management service that cannot refer on starts no clock.');
    } else receive(pathway, fact, 'RTT-S2', 'A referral management service, which may refer on to a consultant, received the referral.');
  },

  verbal_referral_made(pathway, fact) {
    if (pathway.running) return;
    receive(pathway, fact, 'RTT-S10', 'Referred by telephone: the call starts the clock unless a letter follows.');
    pathway.startedByCall = pathway.running !== undefined && fact['letter_follows'] !== false;
    if (fact['letter_follows'] === true)
      pathway.account.warn('A letter was to follow the telephone referral: its arrival will be the start.');
  },

  self_referral_received(pathway, fact) {
    pathway.selfReferral = { on: fact.date, agreed: fact['route_agreed_by_commissioner'] !== false };
    pathway.ers = { service: String(fact['service'] ?? 'consultant_led') };
    pathway.because('RTT-S9', 'A self-referral starts no clock until a care professional ratifies it.');
  },
  self_referral_ratified(pathway, fact) {
    const { selfReferral } = pathway;
    if (!selfReferral) pathway.account.warn('A self-referral was ratified of which no receipt is recorded: no clock starts.');
    else if (!selfReferral.agreed)
      pathway.because('RTT-S9', 'The commissioner has not agreed this route for self-referral: no clock starts.');
    else receive(pathway, fact, 'RTT-S9', 'The self-referral was ratified: the clock counts from its receipt.', selfReferral.on);
    pathway.selfReferral = null;
  },
  self_referral_not_ratified(pathway) {
    pathway.selfReferral = null;
    pathway.because('RTT-S9', 'The self-referral was not ratified: no clock starts.');
  },

  advice_requested(pathway, fact) {
    pathway.adviceRequestedOn = fact.date;
    pathway.because('RTT-S16', 'Asking for advice starts no clock.');
  },
  advice_request_converted_to_referral(pathway, fact) {
    const { readings, unconfirmed } = pathway.account.settings;
    if (pathway.running) return;
    if (!unconfirmed.convertedAdviceStartsClock) {
      pathway.because('RTT-S16', 'Advice turned into a referral starts no clock by the local setting.');
      return;
    }
    pathway.account.readAs('CF8');
    const on = readings.CF8 === 'request_date' ? (pathway.adviceRequestedOn ?? fact.date) : fact.date;
    receive(pathway, fact, 'RTT-S16', 'The provider turned the advice request into a referral.', on);
  },

  commissioner_responsibility_moves_to_england(pathway) {
    if (!pathway.commissionedElsewhere) return;
    pathway.commissionedElsewhere = false;
    pathway.periods.length = 0;
    pathway.because('RTT-S12', 'Responsibility moves to England: the clock will start when the English provider receives the referral.');
  },

  onward_referral_received(pathway, fact) {
    const { provider } = fact;
    if (pathway.running) {
      if (typeof provider === 'string' && !pathway.opinionOnly) pathway.provider = provider;
      if (fact['service'] === 'consultant_led') pathway.inReturns = true;
      pathway.because('RTT-T1', 'The next provider received the referral: the start date travels with the patient.');
    } else if (pathway.startsOnReceipt || (pathway.hadReferralWithoutClock && !pathway.last)) {
      receive(pathway, fact, 'RTT-S1', 'A consultant-led service received the onward referral; the service before had no RTT clock.');
    } else if (!pathway.last) {
      pathway.start('RTT-S15', 'The wait began elsewhere and its start is not known; the day of receipt must not stand in for it.', null);
      if (typeof provider === 'string') pathway.provider = provider;
      pathway.account.warn('The clock start is unknown: establish it with the provider that sent the patient.');
    }
  },
} satisfies Partial<Effects<Pathway>>;
