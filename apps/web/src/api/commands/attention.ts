import type { CalendarDay } from '@guardian/kernel';
import { Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { type CaseAt, exactly, takes } from './command-input';

class SnoozeWork {
  @Is('SnoozeWork')
  type: 'SnoozeWork';

  @Day({ label: 'The day on which the case comes back', required: 'Enter the day on which the case comes back' })
  until: CalendarDay;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it can wait' })
  reason: string;
}

class EndSnooze {
  @Is('EndSnooze')
  type: 'EndSnooze';
}

class MarkStepQuiet {
  @Is('MarkStepQuiet')
  type: 'MarkStepQuiet';
}

class TellPcnOfSilence {
  @Is('TellPcnOfSilence')
  type: 'TellPcnOfSilence';
}

export const attentionCommands = {
  MarkStepQuiet: exactly(MarkStepQuiet),
  TellPcnOfSilence: exactly(TellPcnOfSilence),
  SnoozeWork: takes(SnoozeWork, async (given, known, { opened }: CaseAt) => {
    await known.notInSafety(opened);
    return given;
  }),
  EndSnooze: exactly(EndSnooze),
};
