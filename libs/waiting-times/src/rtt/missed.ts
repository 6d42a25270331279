// Missed appointments: rules RTT-D1 to RTT-D7, and the conflicts CF2 and CF5.
import type { Conflict } from '../readings';
import type { Effects, Fact } from '../engine';
import type { Pathway } from './pathway';

function missedFirst(pathway: Pathway, fact: Fact): void {
  if (!pathway.running) return;
  if (pathway.attended) {
    missedLater(pathway, fact);
    return;
  }
  if (fact['appointment_clearly_communicated'] !== true) {
    pathway.missedOn = fact.date;
    pathway.because(
      'RTT-D3',
      'The first appointment was missed and it cannot be shown that it was clearly communicated: the clock goes on.',
    );
    return;
  }
  const conflict = conflictOf(pathway, fact);
  if (conflict) {
    pathway.account.readAs(conflict);
    if (pathway.account.settings.readings[conflict] === 'continues') {
      pathway.missedOn = fact.date;
      pathway.because('RTT-D4', `The first appointment was missed: by the reading in use (${conflict}) the clock goes on.`);
      return;
    }
  }
  const who =
    fact['was_not_brought'] === true
      ? 'A child was not brought to the first appointment: the same rules hold, look to safeguarding; the'
      : 'The first appointment was missed without notice: the';
  pathway.stop('dna_first_appointment', fact['was_not_brought'] === true ? 'RTT-D6' : 'RTT-D1', `${who} clock is nullified.`);
}

function conflictOf(pathway: Pathway, fact: Fact): Extract<Conflict, 'CF2' | 'CF5'> | undefined {
  if (pathway.twoWeekWait) return 'CF2';
  const again = Number(fact['occurrence'] ?? 1) > 1 || pathway.periods.some(({ reason }) => reason === 'dna_first_appointment');
  return again || fact['appointment'] === 'diagnostic_test' || pathway.straightToTest ? 'CF5' : undefined;
}

function missedLater(pathway: Pathway, fact: Fact): void {
  if (!pathway.running) return;
  pathway.missedOn = fact.date;
  pathway.because('RTT-D4', 'A later appointment, test or admission was missed: the clock goes on.');
}

export const MISSED = {
  dna_first_appointment: missedFirst,
  dna_subsequent: missedLater,
  dna_admission: missedLater,
  dna_diagnostic_test: missedLater,
} satisfies Partial<Effects<Pathway>>;
