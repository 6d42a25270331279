// One test from its order to the day on which the patient knows the result.
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { PathwayTest } from '@guardian/pathways';
import { after, clinicDay, isWinter } from './diary';
import type { Story } from './story';

/** `item`: the agreed item that its result completes. Answers the day on which a clinician has read the result; null: not wanted any more. */
export function tested(story: Story, test: PathwayTest, item: string | null, orderedOn: CalendarDay): CalendarDay | null {
  const { random, scene } = story;
  const testId = test.code;
  story.does(orderedOn, {
    type: 'OrderDiagnostic',
    test: test.code,
    name: test.name,
    item,
    site: random.pick(scene.testSites),
    urgency: scene.priority === 'routine' ? 'routine' : 'urgent',
    question: `${scene.pathway.name}: ${test.name} to plan what comes next.`,
    patientTold: random.chance(0.9),
  });
  const done = performed(story, test, orderedOn);
  if (done === null) return null;
  const reported = after(done, random.days(test.dm01 ? 7 : 3));
  const outcome = random.weighted([
    ['normal', 55],
    ['abnormal', 37],
    ['needs-action', 8],
  ] as const);
  story.does(reported, { type: 'ReportDiagnostic', testId, on: reported, outcome, summary: SUMMARIES[outcome] });
  const read = after(reported, random.chance(0.15) ? random.int(20, 70) : random.days(3));
  story.does(
    read,
    {
      type: 'AcknowledgeDiagnostic',
      testId,
      clinician: story.clinician.name,
      nextStep: outcome === 'normal' ? 'No change to the plan.' : 'Send with the referral and tell the patient.',
      owner: outcome === 'normal' ? null : story.coordinator.name,
      dueOn: outcome === 'normal' ? null : after(read, outcome === 'needs-action' ? 1 : 7),
    },
    story.clinician,
  );
  if (random.chance(0.88)) {
    story.does(after(read, random.days(3)), {
      type: 'TellDiagnosticResult',
      testId,
      how: random.pick(['Telephone', 'Letter', 'Text message']),
    });
  }
  return read;
}

const SUMMARIES = {
  normal: 'Within normal limits.',
  abnormal: 'Changes that fit the referral.',
  'needs-action': 'Outside the expected range: please review soon.',
} as const;

const MOST_TRIES = 3;

/** Booked, missed or cancelled and booked again, until it is done. Answers the day on which Guardian knows that it was. */
function performed(story: Story, test: PathwayTest, orderedOn: CalendarDay): CalendarDay | null {
  const { random, scene } = story;
  const testId = test.code;
  // blood and urine are taken at the practice or on the ward; the tests of the national return have waiting lists
  const wait = (test.dm01 ? 21 : 7) * (scene.suspectedCancer ? 0.5 : scene.slowness);
  let asked = after(orderedOn, random.days(2));
  for (let tries = 1; ; tries++) {
    const forOn = clinicDay(random, asked, 1 + random.days(wait));
    story.does(asked, { type: 'BookDiagnostic', testId, forOn });
    if (tries < MOST_TRIES && random.chance(0.09)) {
      const known = after(forOn, random.int(0, 4));
      story.does(known, {
        type: 'MissDiagnostic',
        testId,
        on: forOn,
        reason: random.pick(['Did not attend', 'Letter came late', 'Was unwell', 'No transport']),
      });
      asked = after(known, unbooked(story));
    } else if (tries < MOST_TRIES && random.chance(isWinter(forOn) ? 0.11 : 0.06)) {
      const by = random.pick(['patient', 'provider', 'provider'] as const);
      const stillWanted = random.chance(0.95);
      const known = after(asked, random.int(0, 5));
      story.does(known, { type: 'CancelDiagnostic', testId, by, stillWanted });
      if (!stillWanted) return null;
      asked = after(known, unbooked(story));
    } else {
      const known = after(forOn, random.int(0, 3));
      // one in five is heard of only when the result comes
      if (random.chance(0.8)) story.does(known, { type: 'PerformDiagnostic', testId, on: forOn });
      return known;
    }
  }
}

/** Days without a new date: most are booked again soon, some are forgotten for weeks. */
const unbooked = ({ random }: Story): number => (random.chance(0.25) ? random.int(25, 80) : random.days(5));

/** A result from before the referral that is still fresh enough on this day. */
export const earlierResult = ({ random }: Story, on: CalendarDay, evidenceDays: number | null): CalendarDay =>
  addDays(on, -random.int(1, Math.max(1, Math.min(evidenceDays ?? 90, 90) - 2)));
