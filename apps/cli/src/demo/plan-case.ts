import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { afterTheEnd, alongside } from './alongside-story';
import { takenUp, treatedByHospital } from './hospital-story';
import { received, takenOn } from './intake-story';
import type { Scene } from './scene';
import { type PlannedStep, Story } from './story';
import { letThrough, workedUp } from './workup-story';

/** What happens in one case up to the last day of the history, in order. The same scene gives the same steps. */
export function planCase(scene: Scene): PlannedStep[] {
  const story = new Story(scene);
  const { receivedOn } = scene;
  if (!scene.suspectedCancer && !scene.sharesPatient && story.random.chance(0.09)) {
    const onListSince = takenOn(story);
    treatedByHospital(story, receivedOn, daysBetween(onListSince, receivedOn));
    alongside(story, receivedOn, receivedOn);
  } else {
    const acceptedOn = received(story);
    const sentOn = acceptedOn && followed(story, acceptedOn);
    alongside(story, acceptedOn ?? receivedOn, sentOn);
  }
  return story.told((end) => afterTheEnd(story, end));
}

/** Answers the day on which it was sent to the hospital. */
function followed(story: Story, acceptedOn: CalendarDay): CalendarDay {
  const ready = workedUp(story, acceptedOn);
  // a suspected cancer was sent when it came; its workup follows
  const sentOn = story.scene.suspectedCancer ? acceptedOn : letThrough(story, acceptedOn, ready);
  const listedOn = takenUp(story, sentOn);
  if (listedOn) treatedByHospital(story, listedOn);
  return sentOn;
}
