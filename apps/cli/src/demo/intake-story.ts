// From the practice to the agreed workup: received, assigned, returned and sent again, compared with a likely duplicate, accepted.
import type { IncomingReferral } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { after, later } from './diary';
import type { Story } from './story';
import { coordinatorOf } from './world';

const REASONS: Readonly<Record<string, string>> = {
  cataract: 'Reading and driving at night have become difficult. Cataract seen by the optometrist.',
  'chest-pain': 'Tight chest on climbing stairs for two months, gone within minutes of rest.',
  'chronic-dermatology': 'Widespread eczema that no longer answers to strong creams.',
  haematuria: 'Blood seen in the urine twice, no infection found.',
  'hearing-loss': 'Asks people to repeat themselves, worse in the left ear.',
  'heart-failure': 'More breathless, swollen ankles, sleeps on three pillows.',
  'heavy-menstrual-bleeding': 'Heavy periods for a year, tired, tablets have not helped.',
  'hip-pain': 'Groin pain at night and on walking, stiff hip, exercises tried for six months.',
  'knee-pain': 'Knee pain on stairs, swelling after walking, not better after physiotherapy.',
  'lower-gi-fit': 'Change of bowel habit for seven weeks, FIT above 10.',
  'suspected-skin-cancer': 'Mole on the back that has grown and changed colour.',
  'upper-gi': 'Burning upper abdominal pain that comes back whenever tablets are stopped.',
};

const GP_NAMES = [
  'Dr Anstead',
  'Dr Bellweather',
  'Dr Chandrakar',
  'Dr Dorrington',
  'Dr Ezeudu',
  'Dr Farnworthy',
  'Dr Goswamy',
  'Dr Halvorsen',
];

/** Fills in everything but where the patient stands on a hospital list. */
function referral({ scene, random }: Story, referredOn: CalendarDay, over: Partial<IncomingReferral>): IncomingReferral {
  const { person, practice, pathway, seed, until, caseNumber } = scene;
  return {
    identity: person.identity,
    details: person.details,
    needs: person.needs,
    circumstances: person.circumstances,
    practice: { code: practice.code, pcn: practice.pcn, place: practice.place, name: practice.name },
    pathwayId: pathway.id,
    priority: scene.priority,
    referredOn,
    reason: REASONS[pathway.id] ?? `Referred for ${pathway.name}.`,
    referrer: random.pick(GP_NAMES),
    source: { system: 'demo', identifier: `seed ${seed}, case ${caseNumber}, until ${until}` },
    provider: null,
    onListSince: null,
    ...over,
  };
}

/** The patient has been on a hospital's list for a while when the service hears of them. Answers since when. */
export function takenOn(story: Story): CalendarDay {
  const { random, scene } = story;
  const referredOn = addDays(scene.receivedOn, -random.int(25, 240));
  const onListSince = addDays(referredOn, random.int(2, 18));
  story.takesIn(scene.receivedOn, referral(story, referredOn, { provider: scene.hospitals[0] ?? null, onListSince }));
  assigned(story);
  return onListSince;
}

/** Answers the day on which the referral was accepted; null when it never was. */
export function received(story: Story): CalendarDay | null {
  const { random, scene } = story;
  const { receivedOn, hospitals, suspectedCancer } = scene;
  const chosen = suspectedCancer ? random.chance(0.93) : random.chance(0.6);
  const referredOn = addDays(
    receivedOn,
    -random.weighted([
      [0, 6],
      [1, 3],
      [3, 1],
      [6, 0.4],
    ] as const),
  );
  story.takesIn(receivedOn, referral(story, referredOn, { provider: chosen ? (hospitals[0] ?? null) : null }));
  assigned(story);
  looksLikeAnother(story);
  if (suspectedCancer) {
    // accepted and past the gate in the same moment; what is left to do is to choose a hospital
    if (!chosen && hospitals[0]) story.does(receivedOn, { type: 'SendReferral', to: hospitals[0], on: receivedOn });
    return receivedOn;
  }
  const looked = after(receivedOn, random.chance(0.05) ? random.int(12, 40) : random.days(2));
  const complete = random.chance(0.11) ? returned(story, looked) : looked;
  if (complete) story.does(complete, { type: 'AcceptReferral' });
  return complete;
}

function assigned(story: Story): void {
  const { random, scene } = story;
  if (random.chance(0.03)) return;
  const { id, name } = coordinatorOf(scene.practice.place);
  const on = after(scene.receivedOn, random.chance(0.7) ? 0 : random.int(1, 4));
  story.does(on, { type: 'AssignCase', coordinator: { id, name } });
  if (story.clinician.organisation === story.coordinator.organisation && random.chance(0.03)) {
    const to = { id: story.clinician.id, name: story.clinician.name };
    story.does(after(on, random.int(10, 150)), {
      type: 'HandOverCase',
      to,
      note: 'Needs a clinical view of the symptoms before the next step.',
    });
  }
}

function returned(story: Story, on: CalendarDay): CalendarDay | null {
  const { random, scene } = story;
  const missing = scene.pathway.workup.filter(() => random.chance(0.4)).map(({ code }) => code);
  story.does(on, {
    type: 'ReturnReferral',
    missing: missing.length > 0 ? missing : scene.pathway.workup.slice(0, 1).map(({ code }) => code),
    message: 'Please send what is missing. The patient keeps the date of this referral.',
    replyBy: after(on, 10),
  });
  if (random.chance(0.08)) return null;
  const back = after(on, random.chance(0.15) ? random.int(30, 80) : random.days(9));
  story.does(back, { type: 'ResubmitReferral', note: 'Sent again with what was asked for.' });
  return after(back, random.int(0, 3));
}

function looksLikeAnother(story: Story): void {
  const { random, scene } = story;
  if (!scene.earlier) return;
  const on = after(scene.receivedOn, random.int(0, 2));
  const { caseId, samePathway } = scene.earlier;
  // the reference is not known before the earlier case has been lived through: live-case.ts puts it in
  const other = { otherCaseId: caseId, otherReference: '' };
  story.does(on, { type: 'SuspectDuplicate', ...other, because: samePathway ? ['same NHS number', 'same pathway'] : ['same NHS number'] });
  const compared = later(on, after(on, random.int(0, 6)));
  if (random.chance(samePathway ? 0.15 : 0.8)) story.does(compared, { type: 'DismissDuplicate', otherCaseId: caseId });
  else if (random.chance(0.75) && !scene.suspectedCancer) {
    story.does(compared, { type: 'ProposeLink', ...other });
    story.does(compared, { type: 'LinkAsDuplicate', ...other }, story.clinician);
  }
}
