// The agreed workup, item by item, and the gate behind it.
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { WorkupItem } from '@guardian/pathways';
import { after, later } from './diary';
import { GUARDIAN, type Story } from './story';
import { earlierResult, tested } from './test-story';

/** When each item was there; null: it never was. */
export type Ready = ReadonlyMap<string, CalendarDay | null>;

interface Prepared {
  readonly on: CalendarDay | null;
  /** The last day on which its evidence is fresh enough, if it came with the referral. */
  readonly goodUntil?: CalendarDay;
}

export function workedUp(story: Story, acceptedOn: CalendarDay): Ready {
  const { random } = story;
  const items = story.scene.pathway.workup.map((item) => ({ item: item.code, ...prepared(story, item, acceptedOn) }));
  const heldUntil = items.reduce((last, { on }) => later(last, on ?? acceptedOn), acceptedOn);
  return new Map(
    items.map(({ item, on, goodUntil }) => {
      const noticed = goodUntil && after(goodUntil, random.int(1, 4));
      // what came with the referral may grow too old while something else is waited for
      return noticed && noticed < heldUntil && random.chance(0.6) ? [item, doneAgain(story, item, noticed)] : [item, on];
    }),
  );
}

function doneAgain(story: Story, item: string, noticed: CalendarDay): CalendarDay {
  story.does(noticed, { type: 'ExpireWorkupItem', item }, GUARDIAN);
  const again = after(noticed, story.random.days(7));
  story.does(again, { type: 'CompleteWorkupItem', item, evidenceOn: again, source: 'Practice record', finding: 'Done again.' });
  return again;
}

function prepared(story: Story, item: WorkupItem, acceptedOn: CalendarDay): Prepared {
  const { random } = story;
  if (random.chance(0.03)) return { on: waived(story, item, after(acceptedOn, random.int(1, 12))) };
  const test = story.scene.pathway.tests.find(({ code }) => code === item.testCode);
  if (item.kind === 'item' || !test) return completed(story, item, acceptedOn);
  if (random.chance(0.42)) {
    const on = after(acceptedOn, random.int(0, 3));
    const performedOn = earlierResult(story, on, item.evidenceDays);
    story.does(on, {
      type: 'ReuseExistingResult',
      item: item.code,
      performedOn,
      source: 'Practice record',
      summary: 'Result from before the referral.',
    });
    return { on };
  }
  return { on: tested(story, test, item.code, after(acceptedOn, random.int(0, 4))) };
}

function completed(story: Story, { code, evidenceDays }: WorkupItem, acceptedOn: CalendarDay): Prepared {
  const { random, scene } = story;
  const source = random.pick(['Referral letter', 'Practice record', 'Patient, by telephone', 'Optometrist or community clinic']);
  if (random.chance(0.68)) {
    const evidenceOn = earlierResult(story, acceptedOn, evidenceDays);
    story.does(acceptedOn, { type: 'CompleteWorkupItem', item: code, evidenceOn, source, finding: 'Came with the referral.' });
    return { on: acceptedOn, ...(evidenceDays !== null && { goodUntil: addDays(evidenceOn, evidenceDays) }) };
  }
  const asked = after(acceptedOn, random.int(0, 3));
  story.does(asked, { type: 'RequestWorkupItem', item: code, from: scene.practice.name, dueOn: after(asked, 10) });
  const there = after(asked, random.chance(0.1) ? random.int(30, 90) : random.days(9, 0.7));
  story.does(there, {
    type: 'CompleteWorkupItem',
    item: code,
    evidenceOn: addDays(there, -random.int(0, 3)),
    source,
    finding: 'As requested.',
  });
  return { on: there };
}

function waived(story: Story, { code }: WorkupItem, on: CalendarDay): CalendarDay {
  const reason = story.random.pick(WAIVER_REASONS);
  story.does(
    on,
    { type: 'WaiveWorkupItem', item: code, reason, clinician: story.clinician.name, expiresOn: after(on, 60) },
    story.clinician,
  );
  return on;
}

const WAIVER_REASONS = [
  'Would not change the plan',
  'Patient can not travel for it',
  'Hospital will do it on the day',
  'Too unwell to wait for it',
];

const OVERRIDE_REASONS = ['done-elsewhere', 'patient-unable', 'patient-declines', 'would-delay', 'would-not-change'] as const;

/** Answers the day on which the referral went to the hospital. Rule D1: held for the stated time, and then it goes on by default. */
export function letThrough(story: Story, acceptedOn: CalendarDay, ready: Ready): CalendarDay {
  const { random, scene } = story;
  const dueOn = addDays(acceptedOn, scene.pathway.gateHoldDays);
  const days = [...ready.values()];
  const completeOn = days.includes(null) ? null : days.reduce<CalendarDay>((last, day) => later(last, day ?? last), acceptedOn);
  const decided = decision(story, acceptedOn, dueOn, completeOn, ready);
  const sent = after(decided, random.chance(0.06) ? random.int(8, 25) : random.days(1));
  const to = scene.hospitals[0];
  if (to) story.does(sent, { type: 'SendReferral', to, on: sent });
  return sent;
}

function decision(story: Story, acceptedOn: CalendarDay, dueOn: CalendarDay, completeOn: CalendarDay | null, ready: Ready): CalendarDay {
  const { random } = story;
  if (random.chance(0.015)) {
    const flagged = after(acceptedOn, random.int(1, 8));
    story.does(flagged, { type: 'BypassForRedFlag', reason: 'New red flag at the check by telephone' }, story.clinician);
    return flagged;
  }
  if (completeOn && (completeOn <= dueOn || random.chance(0.45))) {
    const passed = after(completeOn, random.int(0, 2));
    story.does(passed, { type: 'PassGate' });
    return passed;
  }
  if (random.chance(0.35)) {
    const overridden = later(after(acceptedOn, 1), after(dueOn, -random.int(0, 6)));
    const outstanding = [...ready].filter(([, on]) => on === null || on > overridden).map(([item]) => item);
    if (outstanding.length > 0) {
      const without = outstanding.map((item) => ({ item, reason: random.pick(OVERRIDE_REASONS) }));
      story.does(overridden, { type: 'OverrideGate', without, clinician: story.clinician.name }, story.clinician);
      return overridden;
    }
  }
  const expiredOn = after(dueOn, random.chance(0.2) ? random.int(2, 15) : 0);
  story.does(expiredOn, { type: 'TakeGateDefault' }, GUARDIAN);
  return expiredOn;
}
