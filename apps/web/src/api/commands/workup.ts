import type { CalendarDay } from '@guardian/kernel';
import { Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly, takes } from './command-input';

/** What each of these commands is about. */
const Item = () => Text({ label: 'The item', required: 'Enter the code of an agreed item' });

class RequestWorkupItem {
  @Is('RequestWorkupItem')
  type: 'RequestWorkupItem';

  @Item()
  item: string;

  @Text({ label: 'Who was asked', required: 'Enter who was asked' })
  from: string;

  @Day({ label: 'The date it is due', required: 'Enter the date it is due' })
  dueOn: CalendarDay;
}

class CompleteWorkupItem {
  @Is('CompleteWorkupItem')
  type: 'CompleteWorkupItem';

  @Item()
  item: string;

  @Day({ label: 'The date of the evidence', required: 'Enter the date of the evidence' })
  evidenceOn: CalendarDay;

  @Text({ label: 'Where it comes from', required: 'Enter where the evidence comes from' })
  source: string;

  @Text({ label: 'What it says', max: 2_000 })
  finding?: string;
}

class WaiveWorkupItem {
  @Is('WaiveWorkupItem')
  type: 'WaiveWorkupItem';

  @Item()
  item: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason for going on without it' })
  reason: string;

  @Text({ label: 'The name of the deciding clinician', required: 'Enter the name of the deciding clinician' })
  clinician: string;

  @Day({ label: 'The date the decision runs out', required: 'Enter the date the decision runs out' })
  expiresOn: CalendarDay;
}

class ExpireWorkupItem {
  @Is('ExpireWorkupItem')
  type: 'ExpireWorkupItem';

  @Item()
  item: string;
}

export const workupCommands = {
  RequestWorkupItem: exactly(RequestWorkupItem),
  CompleteWorkupItem: takes(CompleteWorkupItem, (given) => ({ finding: '', ...given })),
  WaiveWorkupItem: exactly(WaiveWorkupItem),
  ExpireWorkupItem: exactly(ExpireWorkupItem),
};
