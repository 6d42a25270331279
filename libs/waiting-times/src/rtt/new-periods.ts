// What starts a new clock after a period has ended: rules RTT-N1 to RTT-N10, RTT-AM6, RTT-P2.
import type { CalendarDay } from '@guardian/kernel';
import type { Effects, Fact } from '../engine';
import type { Pathway } from './pathway';

const PROCEED = 'A decision to treat after active monitoring: a new clock starts at zero, nothing of the earlier period carries over.';

function afterMonitoring(pathway: Pathway, fact: Fact): void {
  if (pathway.running) return;
  if (pathway.monitored) pathway.whenTold(fact, 'start', (on) => pathway.start('RTT-N6', PROCEED, on));
  else if (pathway.abnormalCheck) {
    const found = 'A decision to treat after a surveillance test that found something: a new clock starts.';
    pathway.whenTold(fact, 'start', (on) => pathway.start('RTT-AM8', found, on));
  }
}

function decisionToAdmit(pathway: Pathway, fact: Fact): void {
  afterMonitoring(pathway, fact);
  if (!pathway.running) return;
  pathway.running.decisionToAdmit = true;
  pathway.because('RTT-W5', 'A decision to admit: the clock goes on, in part 2A of the return.');
}

/** The same provider decides and receives on one day; another one starts the clock when it receives the referral (RTT-N2). */
function newTreatment(pathway: Pathway, fact: Fact, rule: string, text: string): void {
  if (pathway.running) {
    pathway.because('RTT-N9', 'A clock runs already: no new one starts.');
  } else if (fact['same_provider'] === false || fact['to_provider'] !== undefined) {
    pathway.startsOnReceipt = { rule, text: 'The other provider received the referral for a new treatment: a new clock starts.' };
    pathway.because(rule, 'The new treatment is at another provider: the clock starts when it receives the referral.');
  } else {
    pathway.whenTold(fact, 'start', (on) => pathway.start(rule, text, on));
  }
}

/** An acceptance with no contact or decision before it is the first contact that is known. */
function rebooks(pathway: Pathway, text: string, accepted: boolean): void {
  if (!pathway.nullified) return;
  pathway.account.readAs('CF3');
  if (accepted || pathway.account.settings.readings.CF3 === 'contact_or_decision') pathway.start('RTT-N7', text);
}

function secondSide(pathway: Pathway, part: 'appropriate' | 'available', on: CalendarDay): void {
  if (pathway.running) return;
  pathway.secondSide[part] = on;
  const { appropriate, available } = pathway.secondSide;
  if (appropriate === undefined || available === undefined) {
    pathway.because('RTT-N1', 'The second side waits until it is clinically appropriate and the patient is available.');
  } else {
    pathway.start('RTT-N1', 'The second side is clinically appropriate and the patient is available: a new clock starts.');
  }
}

export const NEW_PERIODS = {
  active_monitoring_ended_decision_to_treat: afterMonitoring,
  decision_to_treat: afterMonitoring,
  cancer_decision_to_treat: afterMonitoring,
  decision_to_admit: decisionToAdmit,
  added_to_admission_list(pathway) {
    if (!pathway.running) return;
    pathway.running.decisionToAdmit = true;
    pathway.because('RTT-W5', 'Put on the admission list: the clock goes on, in part 2A of the return.');
  },
  patient_asks_to_proceed(pathway) {
    if (pathway.monitored) pathway.start('RTT-AM6', 'The patient decides to go ahead: a new clock starts that day.');
  },
  decision_communicated_to_patient: (pathway, fact) => pathway.told(fact.date),

  patient_contacts_to_rebook(pathway) {
    pathway.missedOn = null;
    rebooks(pathway, 'The patient contacts the provider to rebook a missed first appointment: a new clock starts.', false);
  },
  decision_to_offer_another_appointment(pathway, fact) {
    if ((fact['by'] ?? 'clinician') !== 'clinician') return;
    pathway.missedOn = null;
    rebooks(pathway, 'The clinician decides to offer another first appointment: a new clock starts.', false);
  },
  appointment_offer_accepted(pathway) {
    pathway.missedOn = null;
    rebooks(pathway, 'The patient accepts another first appointment: a new clock starts.', true);
  },
  appointment_booked(pathway, fact) {
    if (fact['test'] !== undefined) return;
    pathway.missedOn = null;
    if (pathway.running) pathway.because('RTT-X1', 'A booking changes nothing.');
    else if (pathway.nullified)
      pathway.because('RTT-N7', 'A booking starts no clock: the patient’s contact or the clinician’s decision does.');
  },

  fit_and_ready_for_second_side(pathway) {
    pathway.start('RTT-N1', 'The patient is fit and ready for the second side: a new clock starts.');
  },
  clinically_appropriate_for_second_side: (pathway, fact) => secondSide(pathway, 'appropriate', fact.date),
  patient_available_for_second_side: (pathway, fact) => secondSide(pathway, 'available', fact.date),

  substantively_new_treatment_decision: (pathway, fact) =>
    newTreatment(pathway, fact, 'RTT-N2', 'A substantively new treatment was decided: a new clock starts.'),
  referred_for_specialist_opinion_with_view_to_new_treatment: (pathway, fact) =>
    newTreatment(
      pathway,
      fact,
      'RTT-N3',
      'Referred for an opinion with a view to a new treatment: the clinician chose this day for the new clock.',
    ),
  consultant_to_consultant_referral(pathway, fact) {
    if (pathway.running || (pathway.last && fact['within_agreed_plan'] !== false)) {
      pathway.because('RTT-N9', 'Referred to another consultant for the same condition: no new clock.');
    } else if (pathway.last) {
      newTreatment(pathway, fact, 'RTT-N2', 'Referred to another consultant outside the agreed plan: a new clock starts.');
    } else if (fact['same_provider'] === false) {
      pathway.startsOnReceipt = { rule: 'RTT-S1', text: 'The other provider received the consultant’s referral.' };
    } else {
      pathway.start('RTT-S1', 'A consultant referred the patient to a colleague: the clock starts that day.');
    }
  },

  diagnostic_test_requested(pathway, fact) {
    if (pathway.running) pathway.because('RTT-X1', 'A test is a step on the way: the clock goes on.');
    else if (fact['source'] === 'gp_direct_access') {
      pathway.because('RTT-P5', 'A test ordered by the GP, who keeps responsibility, starts no RTT clock.');
    } else if (fact['with_view_to_treatment'] === true && !pathway.nullified) {
      const rule = pathway.last ? 'RTT-N6' : 'RTT-S17';
      pathway.start(rule, 'A test was requested with a view to treatment by a consultant-led service: a clock starts.');
    } else if (pathway.monitored) {
      pathway.because('RTT-AM8', 'A routine check in monitoring starts nothing.');
    }
  },

  planned_procedure_listed(pathway, fact) {
    pathway.planned = { due: (fact['due_date'] as CalendarDay | undefined) ?? null };
    pathway.because('RTT-P1', 'Planned for a specific time for clinical reasons: outside RTT until it is due.');
  },
  planned_due_date_reached(pathway, fact) {
    if (fact['test'] !== undefined) pathway.because('RTT-P3', 'An overdue planned test starts a diagnostic clock and never an RTT clock.');
    else if (fact['treated'] === true || fact['clinically_ready'] === false) {
      pathway.planned = null;
      if (fact['treated'] === true) pathway.because('RTT-P1', 'Treated as planned: no clock starts.');
      else pathway.because('RTT-P2', 'Due, and clinically not ready: no clock starts.');
    } else if (pathway.start('RTT-P2', 'The planned treatment is due, the patient is ready and not treated: a clock starts.')) {
      pathway.startedByDueDate = true;
    }
  },
  moved_to_active_list(pathway, fact) {
    const { running, planned } = pathway;
    const due = running ? (pathway.startedByDueDate ? running.start : null) : (planned?.due ?? null);
    const late = due !== null && due < fact.date;
    const on = late && pathway.account.settings.readings.CF6 === 'due_date' ? due : fact.date;
    if (late) pathway.account.readAs('CF6');
    if (running && late && on !== due) {
      running.start = on;
      pathway.because('RTT-P2', 'Moved to the active list: by the reading in use the clock counts from this day.');
    }
    pathway.startedByDueDate = false;
    if (!running) pathway.start('RTT-P2', 'Moved from the planned to the active list: a clock starts.', on);
  },
} satisfies Partial<Effects<Pathway>>;
