// What the hospital does with a referral: takes it on or sends it back, sees the patient, decides, treats.
import { addDays, type CalendarDay } from '@guardian/kernel';
import { after, clinicDay, isWinter, later } from './diary';
import type { Story } from './story';
import { tested } from './test-story';

/** Answers the day on which the hospital took the referral on; null when it never said so. */
export function takenUp(story: Story, sentOn: CalendarDay): CalendarDay | null {
  const { random, scene } = story;
  const quick = scene.suspectedCancer || scene.priority === 'urgent';
  if (random.chance(0.8)) story.fact(after(sentOn, random.int(0, 2)), 'referral_received', {}, random.int(0, 2));
  if (random.chance(0.02)) return null;
  const days = random.chance(0.1) ? random.int(18, 60) : random.days(quick ? 1 : 5 * scene.slowness);
  const on = after(sentOn, days);
  if (!scene.suspectedCancer && random.chance(0.05)) return rejected(story, on);
  story.fact(on, random.pick(['ers_ubrn_converted', 'referral_registered_on_system', 'added_to_waiting_list_for_appointment']));
  return on;
}

function rejected(story: Story, on: CalendarDay): CalendarDay | null {
  const { random, scene } = story;
  const [nearest, other] = scene.hospitals;
  const heard = story.fact(on, 'ers_referral_rejected', nearest ? { provider: nearest.name } : {}).on;
  const again = after(heard, random.days(5));
  const to = other && random.chance(0.5) ? other : nearest;
  if (!to || random.chance(0.15)) return null;
  if (to === other) story.does(again, { type: 'ChangeProvider', to, on: again });
  story.does(again, { type: 'SendReferral', to, on: again });
  const accepted = after(again, 1 + random.days(8));
  story.fact(accepted, 'referral_registered_on_system');
  return accepted;
}

/** From the hospital's list to the end. `waitedDays`: how much of the wait for the first appointment had gone by before. */
export function treatedByHospital(story: Story, listedOn: CalendarDay, waitedDays = 0): void {
  const seenOn = firstSeen(story, listedOn, waitedDays);
  if (seenOn === null) return;
  if (story.scene.suspectedCancer) cancerDecided(story, seenOn);
  else decided(story, seenOn);
}

const MOST_TRIES = 3;

function firstSeen(story: Story, listedOn: CalendarDay, waitedDays: number): CalendarDay | null {
  const { random, scene } = story;
  const urgent = scene.priority === 'routine' ? 1 : 0.55;
  const wait = random.days(scene.pathway.steps['awaiting-first-appointment'].targetDays * 1.35 * scene.slowness * urgent, 0.45);
  let from = listedOn;
  let forOn = clinicDay(random, listedOn, Math.max(7, wait - waitedDays));
  for (let tries = 1; ; tries++) {
    booked(story, from, forOn);
    const chance = random.next();
    if (tries === MOST_TRIES || chance > (isWinter(forOn) ? 0.24 : 0.18)) break;
    const known = chance < 0.07 ? missed(story, forOn, tries) : cancelled(story, from, forOn);
    if (known === null) return null;
    // most are booked again at once; some fall through until somebody asks
    from = random.chance(0.25) ? after(known, random.int(28, 100)) : after(known, random.days(4));
    forOn = clinicDay(random, later(from, forOn), 7 + random.days(35 * scene.slowness * urgent));
  }
  story.fact(forOn, 'first_attended', {}, random.days(4, 0.8));
  return forOn;
}

function booked(story: Story, from: CalendarDay, forOn: CalendarDay): void {
  const { random } = story;
  const bookedOn = later(from, after(addDays(forOn, -random.int(14, 45)), 0));
  const facts = { for_date: forOn, purpose: 'First appointment' };
  if (random.chance(0.3)) story.fact(bookedOn, 'appointment_offered', facts);
  if (random.chance(0.02)) {
    const wrong = story.fact(bookedOn, 'appointment_booked', { ...facts, for_date: addDays(forOn, 10) });
    story.amends(wrong, {
      type: 'CorrectEntry',
      correction: `The appointment is on ${forOn}`,
      reason: 'The date was read wrongly from the letter',
    });
  }
  story.fact(bookedOn, 'appointment_booked', facts);
}

function missed(story: Story, forOn: CalendarDay, occurrence: number): CalendarDay | null {
  const { random } = story;
  const { on } = story.fact(forOn, 'dna_first_appointment', { appointment_clearly_communicated: random.chance(0.85), occurrence });
  if (random.chance(0.8)) return on;
  const discharged = after(on, random.days(6));
  story.fact(discharged, 'discharged_to_primary_care', { dna_conditions_met: true, decided_by: 'clinician', reason: 'Did not attend' });
  const spoken = after(discharged, 7 + random.days(6));
  story.closes(spoken, 'discharged-to-primary-care', 'Discharge letter. The patient and the practice agreed by telephone.');
  return null;
}

function cancelled(story: Story, from: CalendarDay, forOn: CalendarDay): CalendarDay {
  const { random } = story;
  const on = later(from, after(addDays(forOn, -random.int(1, 12)), 0));
  return random.chance(0.45)
    ? story.fact(on, 'patient_cancelled', { notice_hours: random.int(12, 200) }).on
    : story.fact(on, 'provider_cancelled', { appointment: 'first' }).on;
}

function decided(story: Story, seenOn: CalendarDay): void {
  const { random, scene } = story;
  const target = scene.pathway.steps['awaiting-decision'].targetDays;
  const next = random.weighted([
    ['discharged', 30],
    ['tests', 24],
    ['listed', 34],
    ['monitored', 12],
  ] as const);
  if (next === 'discharged') return discharged(story, after(seenOn, random.days(3)));
  const testsDone = next === 'tests' ? hospitalTests(story, seenOn) : seenOn;
  const on = clinicDay(random, testsDone, random.days(target * 0.7 * scene.slowness, 0.6));
  if (next === 'monitored') return monitored(story, on);
  if (next === 'tests' && random.chance(0.35)) return discharged(story, on);
  listed(story, on);
}

function hospitalTests(story: Story, seenOn: CalendarDay): CalendarDay {
  const { random, scene } = story;
  const workup = scene.pathway.workup.map(({ testCode }) => testCode);
  const test = scene.pathway.tests.find(({ code }) => !workup.includes(code));
  if (!test) return seenOn;
  const ordered = after(seenOn, random.int(2, 8));
  if (random.chance(0.3)) story.does(ordered, { type: 'RecordPriority', scheme: 'D', code: random.pick(['D2', 'D3', 'D4']), on: ordered });
  return tested(story, test, null, ordered) ?? seenOn;
}

function discharged(story: Story, on: CalendarDay): void {
  const { random } = story;
  const heard = story.fact(on, 'discharged_to_primary_care', { communicated_to_patient: true, decided_by: 'clinician' }).on;
  story.closes(after(heard, random.days(6)), 'discharged-to-primary-care', 'Clinic letter: advice given, no treatment needed.');
}

function monitored(story: Story, on: CalendarDay): void {
  const { random } = story;
  if (random.chance(0.85)) {
    const facts = { communicated_to_patient: true, agreed_with_patient: true };
    story.fact(on, 'active_monitoring_started_by_clinician', facts);
  } else story.fact(on, 'active_monitoring_started_by_patient', { review_in: '3 months' });
  const review = clinicDay(random, on, random.days(120, 0.3));
  if (random.chance(0.4)) {
    story.fact(review, 'active_monitoring_ended_decision_to_treat', { communicated_to_patient: true });
    treated(story, review);
  } else discharged(story, review);
}

function listed(story: Story, on: CalendarDay): void {
  const { random } = story;
  story.fact(on, random.pick(['decision_to_treat', 'decision_to_admit', 'added_to_admission_list']));
  const code = random.weighted([
    ['P2', 15],
    ['P3', 35],
    ['P4', 50],
  ] as const);
  if (random.chance(0.8)) {
    const recorded = after(on, random.int(1, 9));
    story.does(recorded, { type: 'RecordPriority', scheme: 'P', code, on: recorded });
  }
  treated(story, on);
}

function treated(story: Story, decidedOn: CalendarDay): void {
  const { random, scene } = story;
  const wait = random.days(scene.pathway.steps['awaiting-treatment'].targetDays * 1.15 * scene.slowness, 0.5);
  let on = clinicDay(random, decidedOn, Math.max(3, wait));
  const offered = later(decidedOn, after(addDays(on, -random.int(10, 30)), 0));
  story.fact(offered, 'admission_offered', { for_date: on });
  if (random.chance(isWinter(on) ? 0.2 : 0.08)) {
    const known = story.fact(later(offered, after(addDays(on, -random.int(0, 5)), 0)), 'provider_cancelled', {
      appointment: 'Treatment',
    }).on;
    on = clinicDay(random, later(known, on), random.int(20, 70));
  }
  const [kind, facts] =
    scene.pathway.id === 'hearing-loss' ? (['device_fitted', {}] as const) : (['first_treatment', { setting: 'daycase' }] as const);
  const heard = story.fact(on, kind, facts, random.days(4, 0.8)).on;
  story.closes(after(heard, random.days(8)), 'treated', 'Treatment letter from the hospital.');
}

function cancerDecided(story: Story, seenOn: CalendarDay): void {
  const { random, scene } = story;
  const tests = random.chance(0.65) ? hospitalTests(story, seenOn) : seenOn;
  const on = clinicDay(random, tests, random.days(16 * scene.slowness, 0.5));
  if (random.chance(0.88)) {
    story.fact(on, 'patient_informed_cancer_ruled_out');
    return random.chance(0.75) ? discharged(story, on) : decided(story, on);
  }
  story.fact(on, 'patient_informed_cancer_diagnosed');
  const agreed = after(on, random.days(9));
  story.fact(agreed, 'cancer_decision_to_treat');
  const treatedOn = clinicDay(random, agreed, random.days(26 * scene.slowness, 0.4));
  const heard = story.fact(treatedOn, 'cancer_first_treatment', { setting: 'daycase' }, random.days(4, 0.8)).on;
  story.closes(after(heard, random.days(8)), 'treated', 'First treatment confirmed by the cancer team.');
}
