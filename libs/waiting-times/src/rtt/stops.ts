// What stops a clock: rules RTT-E1 to RTT-E14, RTT-AM1 to RTT-AM3, RTT-X2, RTT-X8.
import type { CalendarDay } from '@guardian/kernel';
import type { Effects, Fact } from '../engine';
import type { Pathway } from './pathway';

const ADMITTED: readonly unknown[] = ['daycase', 'inpatient', 'ordinary_admission', 'emergency'];

/** The admission itself stops the clock, even if treatment follows a day later; being sent home untreated takes the stop back (RTT-E2, X2). */
function admittedForTreatment(pathway: Pathway, fact: Fact): void {
  pathway.missedOn = null;
  if (!pathway.stop('first_treatment', 'RTT-E2', 'Admitted for first definitive treatment: the clock stops on the day of admission.')) {
    withoutClock(pathway);
    return;
  }
  if (pathway.last) pathway.last.completedAs = 'admitted';
  pathway.admission = { on: fact.date, stops: true };
}

function withoutClock(pathway: Pathway): void {
  if (!pathway.monitored && !pathway.nullified) return;
  pathway.account.warn('Treatment is recorded and no clock was running: record the decision to treat that came before it.');
}

function untreatedAdmission(pathway: Pathway): void {
  if (!pathway.admission?.stops) return;
  pathway.admission = { ...pathway.admission, stops: false };
  pathway.goOn('RTT-X2', 'Admitted and not treated: this was no stop, the clock goes on.');
}

function treated(pathway: Pathway, fact: Fact, rule: string, text: string): void {
  const { admission } = pathway;
  const setting = fact['setting'];
  const inHospital =
    ADMITTED.includes(setting) || (setting === undefined && (admission !== null || pathway.admittedForTestOn === fact.date));
  pathway.admission = null;
  if (!pathway.running) {
    if (!admission?.stops) withoutClock(pathway);
    return;
  }
  const on = inHospital && admission ? admission.on : fact.date;
  pathway.stop('first_treatment', inHospital ? 'RTT-E2' : rule, text, on);
  if (pathway.last && inHospital) pathway.last.completedAs = 'admitted';
}

function byClinician(pathway: Pathway, fact: Fact): void {
  if (!pathway.running) return;
  if (fact['agreed_with_patient'] === false || fact['clinical_conversation'] === false) {
    pathway.because('RTT-AM1', 'Active monitoring needs a clinical conversation with the patient and their agreement: the clock goes on.');
    pathway.account.warn('Active monitoring was recorded without a clinical conversation or the patient’s agreement: it stops no clock.');
    return;
  }
  const declined = pathway.running.declinedReasonableOffers;
  if (declined !== null && declined < 2) {
    pathway.account.warn(
      'Active monitoring after declined dates needs two reasonable offers declined (RTT-AM3): check that it was a clinical decision.',
    );
  }
  pathway.whenTold(fact, 'stop', (on) =>
    pathway.stop(
      'active_monitoring_by_clinician',
      'RTT-E8',
      'The clinician starts active monitoring, agreed with the patient: the clock stops.',
      on,
    ),
  );
}

function discharged(pathway: Pathway, fact: Fact): void {
  if (!pathway.running) {
    pathway.admission = null;
    return;
  }
  const { missedOn, account } = pathway;
  if (fact['decided_by'] === 'administrator') {
    pathway.because('RTT-X8', 'A discharge that no clinician decided does not stop the clock.');
    account.warn('A discharge was recorded without a clinical decision: it stops no clock.');
  } else if (missedOn !== null || fact['dna_conditions_met'] !== undefined) {
    afterMiss(pathway, fact, missedOn);
  } else {
    const choice = fact['reason'] === 'patient_choice_of_provider';
    const [rule, text] = choice
      ? ['RTT-E14', 'The patient chooses another provider and needs a new referral: the clock stops at the discharge.']
      : ['RTT-E6', 'Sent back to primary care: the clock stops.'];
    pathway.whenTold(fact, 'stop', (on) => pathway.stop('returned_to_primary_care', rule ?? '', text ?? '', on));
  }
}

function afterMiss(pathway: Pathway, fact: Fact, missedOn: CalendarDay | null): void {
  if (fact['dna_conditions_met'] !== true) {
    pathway.because('RTT-D7', 'Discharge after a missed appointment stops the clock only when all four conditions are met: it goes on.');
    pathway.account.warn('Discharged after a missed appointment without the four conditions on record (RTT-D7): the clock goes on.');
    return;
  }
  const late = missedOn !== null && missedOn !== fact.date;
  if (late) pathway.account.readAs('CF1');
  const on = late && pathway.account.settings.readings.CF1 === 'missed_date' ? missedOn : fact.date;
  pathway.stop(
    'discharged_after_dna',
    'RTT-D5',
    'Discharged after a missed appointment, all four conditions met: the clock stops and counts.',
    on,
  );
}

export const STOPS = {
  admitted_for_first_treatment: admittedForTreatment,
  admitted_for_cancer_surgery: admittedForTreatment,
  treatment_cancelled_after_admission: untreatedAdmission,
  sent_home_untreated(pathway) {
    untreatedAdmission(pathway);
    pathway.admission = null;
  },
  first_treatment: (pathway, fact) => treated(pathway, fact, 'RTT-E1', 'First definitive treatment starts: the clock stops.'),
  cancer_first_treatment: (pathway, fact) => treated(pathway, fact, 'RTT-E1', 'First treatment of the cancer starts: the clock stops.'),
  cancer_treatment: (pathway, fact) => treated(pathway, fact, 'RTT-E1', 'Treatment of the cancer starts: the clock stops.'),
  device_fitted: (pathway, fact) => treated(pathway, fact, 'RTT-E3', 'The device is fitted: the clock stops.'),
  referred_for_therapy_as_definitive_treatment(pathway) {
    if (!pathway.running) return;
    pathway.therapyIsDefinitive = true;
    pathway.because('RTT-E3', 'Therapy is chosen as the definitive treatment: the clock goes on until it starts.');
  },
  therapy_started(pathway, fact) {
    if (pathway.therapyIsDefinitive)
      treated(pathway, fact, 'RTT-E3', 'The therapy chosen as definitive treatment starts: the clock stops.');
    else if (pathway.running) {
      pathway.because('RTT-X5', 'Therapy that nobody named the definitive treatment does not stop the clock.');
      pathway.account.warn('Therapy started: say whether it was chosen as the definitive treatment.');
    }
  },
  symptom_relief_given(pathway, fact) {
    if (fact['intended_as_definitive'] === true)
      treated(pathway, fact, 'RTT-E1', 'The relief was meant as the definitive treatment: the clock stops.');
    else if (pathway.running) pathway.because('RTT-X5', 'Relief of symptoms ahead of definitive treatment: the clock goes on.');
  },
  treatment_given(pathway) {
    if (!pathway.running) {
      pathway.because('RTT-S13', 'Emergency treatment is outside RTT.');
      return;
    }
    pathway.because('RTT-S13', 'Treatment outside this pathway does not stop its clock.');
    pathway.account.warn('Treatment was given elsewhere: if it was the treatment waited for, record it as first treatment.');
  },
  added_to_transplant_list(pathway, fact) {
    if (!pathway.running) return;
    if (fact['matched'] !== true) {
      pathway.because('RTT-E5', 'Listing for a transplant that needs no match: the clock goes on until the admission.');
      return;
    }
    pathway.whenTold(fact, 'stop', (on) =>
      pathway.stop('added_to_transplant_list', 'RTT-E5', 'Listed for a matched transplant and told: the clock stops.', on),
    );
  },

  active_monitoring_started_by_clinician: byClinician,
  cancer_active_monitoring_started: byClinician,
  active_monitoring_started_by_patient(pathway, fact) {
    pathway.whenTold(fact, 'stop', (on) =>
      pathway.stop('active_monitoring_by_patient', 'RTT-E8', 'Treatment was offered and the patient prefers to wait: the clock stops.', on),
    );
  },
  active_monitoring_recorded_administratively(pathway, fact) {
    if (fact['clinical_decision'] === true) byClinician(pathway, fact);
    else if (pathway.running) {
      pathway.because('RTT-X8', 'Monitoring that no clinician decided does not stop the clock.');
      pathway.account.warn('Active monitoring was recorded without a clinical decision: it stops no clock.');
    }
  },

  decision_not_to_treat(pathway, fact) {
    untreatedAdmission(pathway);
    pathway.admission = null;
    if (!pathway.running) return;
    pathway.whenTold(fact, 'stop', (on) =>
      pathway.stop('decision_not_to_treat', 'RTT-E7', 'A clinical decision not to treat: the clock stops, reported as non-admitted.', on),
    );
  },
  discharged_to_primary_care: discharged,
  discharge_attempted_administratively(pathway) {
    if (!pathway.running) return;
    pathway.because('RTT-X8', 'A discharge that no clinician decided does not stop the clock.');
    pathway.account.warn('A discharge was recorded without a clinical decision: it stops no clock.');
  },
  patient_declined_treatment(pathway, fact) {
    if (fact['all_treatment'] === false) pathway.because('RTT-E9', 'One treatment was declined, not all: the clock goes on.');
    else pathway.stop('patient_declined_treatment', 'RTT-E9', 'The patient declines the treatment offered: the clock stops.');
  },
  died(pathway) {
    pathway.stop('died', 'RTT-E10', 'The patient died: the clock stops on the date of death.');
    pathway.dead = true;
  },
  provider_informed_of_death(pathway) {
    if (!pathway.dead) pathway.account.warn('The provider was told of a death of which no date is recorded: record it.');
  },
  validation_found_stop(pathway, fact) {
    const on = (fact['stop_date'] as CalendarDay | undefined) ?? fact.date;
    const period = pathway.running;
    if (!period) {
      if (pathway.last?.stop !== on) return;
      pathway.last.foundLater = fact.date;
      pathway.because('RTT-M9', `Validation confirms the stop on ${on}: found late, it is not added to that month’s completed pathways.`);
      return;
    }
    if (on > fact.date || (period.start !== null && on < period.start)) {
      pathway.account.warn(`Validation found a stop on ${on}, before the clock started or still to come: it is not used.`);
      return;
    }
    Object.assign(period, { stop: on, completedAs: 'non_admitted', foundLater: fact.date });
    pathway.because('RTT-M9', `Validation found that the clock had stopped on ${on}: the true date is kept.`);
    pathway.account.warn('Validation found a stop and not what it was: record the treatment or decision behind it.');
  },
} satisfies Partial<Effects<Pathway>>;
