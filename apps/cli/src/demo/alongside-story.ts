// What happens beside the way: contacts, the question whether it is still needed, the baton, offers, and life.
import type { ClosureReason } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { after, later } from './diary';
import type { Draft, Story } from './story';

export function alongside(story: Story, acceptedOn: CalendarDay, sentOn: CalendarDay | null): void {
  contacts(story);
  validated(story);
  const heldFrom = heldByTeam(story, acceptedOn);
  if (sentOn) batonToHospital(story, later(heldFrom, after(sentOn, story.random.int(8, 25))));
  if (!story.scene.suspectedCancer && story.random.chance(0.26)) tierTwo(story, after(acceptedOn, story.random.int(3, 70)));
  life(story);
}

const NOTES = [
  'Asked how things are: about the same. Knows who to ring if it gets worse.',
  'Explained what the hospital is waiting for and gave the likely wait.',
  'Sleeping badly with it. Advice given, practice told.',
  'Wants an appointment on a weekday morning because of work.',
  'Had not received the letter. Address checked and letter sent again.',
  'Managing well. Agreed to speak again in some weeks.',
];

function contacts(story: Story): void {
  const { random, scene } = story;
  if (random.chance(0.15)) return; // nobody has rung: these are the silent ones
  const { tries, daysBetween } = scene.pathway.contactRetry;
  const everyDays = scene.suspectedCancer ? 14 : scene.pathway.checkIn.everyDays;
  let on = after(scene.receivedOn, random.days(18));
  while (on <= scene.until) {
    for (let attempt = 1; attempt <= tries && !spoken(story, on, everyDays, daysBetween); attempt++) on = after(on, daysBetween);
    if (random.chance(0.25)) hospitalAsked(story, after(on, random.int(0, 5)));
    on = after(on, 2 + random.days(everyDays * 2));
  }
}

/** One call to the patient. False when there was no answer. */
function spoken(story: Story, on: CalendarDay, everyDays: number, daysBetween: number): boolean {
  const { random, scene } = story;
  const call = { type: 'RecordContact', on, how: 'phone' } as const;
  if (random.chance(0.28)) {
    const outcome = random.pick(['no-answer', 'no-answer', 'left-message'] as const);
    story.does(on, { ...call, who: 'patient', outcome, notes: '', nextOn: after(on, daysBetween) });
    return false;
  }
  const who = random.chance(0.9) ? 'patient' : 'carer';
  const entry = story.does(on, { ...call, who, outcome: 'spoke', notes: random.pick(NOTES), nextOn: after(on, everyDays) });
  if (random.chance(0.02)) {
    story.does(on, {
      type: 'CorrectContact',
      contactId: 'the last',
      notes: 'Spoke to the daughter, with consent.',
      reason: 'Wrong person noted',
    });
  }
  if (random.chance(0.004))
    story.amends(entry, { type: 'MoveEntryToPatient', reason: 'The call was with another patient of the same name' });
  if (scene.priority === 'routine' && random.chance(0.012))
    story.does(on, { type: 'RecordPriority', scheme: 'urgency', code: 'urgent', on });
  return true;
}

function hospitalAsked(story: Story, on: CalendarDay): void {
  const { random } = story;
  const [how, outcome] = random.pick([
    ['phone', 'spoke'],
    ['phone', 'no-answer'],
    ['email', 'sent'],
  ] as const);
  const notes = 'Asked the booking office when the patient can expect a date.';
  story.does(on, { type: 'RecordContact', on, who: 'hospital', how, outcome, notes, nextOn: after(on, 14) });
}

/** Asked when they have waited for long, and once more in another way. No reply never removes anybody (rule D4). */
function validated(story: Story): void {
  const { random, scene } = story;
  if (scene.suspectedCancer || random.chance(0.12)) return;
  for (const weeks of [12, 26, 52, 78, 104]) {
    const asked = after(addDays(scene.receivedOn, 7 * weeks), random.int(0, 6));
    const [first, second] = random.pick([
      ['letter', 'text'],
      ['text', 'letter'],
      ['text', 'phone'],
    ] as const);
    story.does(asked, { type: 'AskValidation', how: first, replyBy: after(asked, 21) });
    let answers = random.chance(0.76);
    let answeredFrom = asked;
    if (!answers) {
      const again = after(asked, 24);
      story.does(again, { type: 'AskValidation', how: second, replyBy: after(again, 21) });
      answers = random.chance(0.6);
      answeredFrom = again;
    }
    if (!answers) return;
    const on = after(answeredFrom, random.days(8));
    const answer = random.weighted([
      ['still-needed', 92],
      ['unsure', 4],
      ['not-needed', 4],
    ] as const);
    story.does(on, { type: 'AnswerValidation', on, answer });
    if (answer === 'not-needed') {
      story.closes(after(on, random.int(2, 9)), 'no-longer-needed', 'The patient confirmed by telephone that it is not needed any more.');
      return;
    }
  }
}

/** Answers the day from which the baton can be offered on: one offer at a time. */
function heldByTeam(story: Story, acceptedOn: CalendarDay): CalendarDay {
  const { random, coordinator } = story;
  if (!random.chance(0.4)) return acceptedOn;
  const offered = after(acceptedOn, random.int(0, 4));
  story.does(offered, {
    type: 'OfferResponsibility',
    to: { kind: 'guardian-team', name: coordinator.organisation, organisation: 'Guardian service' },
    replyBy: after(offered, 3),
    summary: 'Stable. Workup under way, no red flags.',
  });
  const accepted = after(offered, random.int(0, 2));
  story.does(accepted, { type: 'AcceptResponsibility', acceptedBy: coordinator.name });
  return accepted;
}

function batonToHospital(story: Story, on: CalendarDay): void {
  const { random, scene } = story;
  const hospital = scene.hospitals[0];
  if (!hospital || !random.chance(0.5)) return;
  story.does(on, {
    type: 'OfferResponsibility',
    to: { kind: 'hospital', name: `${scene.pathway.specialty.name} team`, organisation: hospital.name },
    replyBy: after(on, 7),
    summary: 'Referral complete and sent. Please take over the clinical responsibility while the patient waits.',
  });
  const answered = after(on, random.days(8));
  const answer = random.next();
  if (answer < 0.6) story.does(answered, { type: 'AcceptResponsibility', acceptedBy: `${scene.pathway.specialty.name} booking office` });
  else if (answer < 0.75) {
    story.does(answered, {
      type: 'DeclineResponsibility',
      declinedBy: `${scene.pathway.specialty.name} booking office`,
      reason: 'Not before the first appointment',
    });
  }
}

function tierTwo(story: Story, offeredOn: CalendarDay): void {
  const { random, scene } = story;
  if (scene.pathway.tierTwo.length === 0) return;
  const { code: service, name } = random.pick(scene.pathway.tierTwo);
  story.does(offeredOn, { type: 'OfferService', service, name, on: offeredOn });
  const answered = after(offeredOn, 1 + random.days(6));
  const answer = random.next();
  if (answer < 0.35) story.does(answered, { type: 'DeclineService', service, on: answered });
  if (answer < 0.35 || answer > 0.82) return;
  story.does(answered, { type: 'AcceptService', service, on: answered });
  const ended = after(answered, 20 + random.days(60));
  const outcome = random.chance(0.35) ? 'resolved' : 'still-needs-hospital';
  story.does(ended, { type: 'RecordServiceOutcome', service, on: ended, outcome });
  if (outcome === 'resolved')
    story.closes(after(ended, random.int(2, 12)), 'no-longer-needed', `Better after ${name}; the patient agrees.`);
}

/** Ends that have nothing to do with the hospital, on some day; most cases have ended before it comes. */
function life(story: Story): void {
  const { random, scene } = story;
  const { age, identity } = scene.person;
  const on = after(scene.receivedOn, random.int(3, 730));
  const dies = age > 85 ? 0.16 : age > 75 ? 0.08 : age > 60 ? 0.03 : 0.004;
  const end = random.next();
  // a patient with two referrals lives on, so that neither case goes on without the other's knowledge
  if (end < dies && !scene.sharesPatient) {
    const { on: known } = story.fact(on, 'died');
    story.patient(known, { type: 'RecordDeath', on, source: 'National records' });
    story.closes(known, 'died', `Death of ${identity.given} ${identity.family} notified by the practice.`);
  } else if (end > 0.985) story.closes(on, 'moved-away', 'Registered with a practice in another area, which has the referral now.');
  else if (end > 0.97) story.closes(on, 'treated-elsewhere', 'Letter from the other hospital: treated there.');
  else if (end > 0.955)
    story.closes(on, 'no-longer-needed', 'The patient asked by telephone to be taken off the list; the practice agrees.');
  else if (end > 0.95)
    story.closes(
      after(scene.receivedOn, random.int(0, 5)),
      'entered-in-error',
      'Entered for the wrong patient by the practice; sent again for the right one.',
    );
}

/** Some come back after the end, and some were linked by mistake. */
export function afterTheEnd(story: Story, { on: endedOn, act }: Draft): void {
  const { random } = story;
  if (act.type !== 'Case') return;
  const on = after(endedOn, random.int(4, 40));
  if (act.command.type === 'LinkAsDuplicate' && random.chance(0.12)) story.does(on, { type: 'UnlinkCase' });
  if (act.command.type !== 'CloseCase' || !MAY_COME_BACK.includes(act.command.reason) || !random.chance(0.05)) return;
  story.does(on, { type: 'ReopenCase', reason: 'The patient rang: worse again, and wants to go on.' });
  spoken(story, after(on, random.int(0, 3)), 28, 5);
  if (random.chance(0.4)) {
    story.closes(
      after(on, 14 + random.days(50)),
      'discharged-to-primary-care',
      'Seen by the practice; plan agreed with the hospital by letter.',
    );
  }
}

const MAY_COME_BACK: readonly ClosureReason[] = ['no-longer-needed', 'discharged-to-primary-care'];
