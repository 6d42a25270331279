import type { SignedInUser } from '@guardian/access';
import { knownAt } from '@guardian/casework';
import { type CalendarDay, londonDay, londonInstant } from '@guardian/kernel';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { CurrentUser, May } from '../../http/signed-in';
import { addressOf } from '../caseload/address';
import { Page } from '../../layout/page';
import { clocksOfCase } from '../clocks/case-clocks';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { timeline } from '../case/timeline';
import { caseFacts } from './case-facts';

class MomentForm {
  @Day({ label: 'The date', required: 'Enter the date' })
  on: CalendarDay;

  @Text({ label: 'The time', max: 5 })
  at?: string;
}

/** A case as it was known at a moment (rule D8): for "what did we know on 1 June?". Nothing can be changed here. */
@Controller('cases/:reference/as-of')
@May('see-patients')
export class AsOfController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  async asOf(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query() query: FormBody): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    if (Object.keys(query).length === 0) return this.page(opened, newForm(threeBoxes('on', this.desk.today)));
    const form = parseForm(MomentForm, query);
    if (!form.ok) return this.page(opened, form, null, 422);
    const { on, at } = form.value;
    if (on > this.desk.today) return this.page(opened, withError(query, 'on', 'The date must be today or in the past'), null, 422);
    if (at !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) {
      return this.page(opened, withError(query, 'at', 'Enter the time with two numbers each, such as 09:30'), null, 422);
    }
    // Without a time: all that was recorded on the day.
    const end = londonInstant(on, at ?? '23:59').getTime() + 59_999;
    return this.page(opened, newForm(query as FormState['typed']), new Date(Math.min(end, this.desk.now.getTime())));
  }

  private async page(opened: OpenedCase, form: FormState, at: Date | null = null, status = 200): Promise<Page> {
    return new Page(
      'pages/as-of/as-of.njk',
      { ...(await this.frame.around(opened)), form, shortcuts: shortcuts(opened), known: at && { at, ...comparedWithNow(opened, at) } },
      status,
    );
  }
}

function comparedWithNow({ events, state }: OpenedCase, at: Date) {
  const then = knownAt(events, at);
  const day = londonDay(at);
  const facts = then.state ? caseFacts(then.state) : new Map<string, string>();
  const now = caseFacts(state);
  const rows = [...facts].map(([name, was]) => ({ name, was, is: now.get(name) ?? '' }));
  return {
    hadRecord: then.state !== null,
    changed: rows.filter(({ was, is }) => was !== is),
    same: rows.filter(({ was, is }) => was === is),
    // What had happened by then, and that Guardian heard of only afterwards.
    heardLater: timeline(then.later.filter(({ type, data }) => isAbout(then.events.length, type, data, day))),
    days: timeline(then.events),
    clocks: then.state ? clocksOfCase(then.events, day) : null,
    hidden: then.hidden,
    later: then.later.length,
  };
}

/** Something that had happened by then, or what put right an entry of then. */
const isAbout = (known: number, type: string, data: object, day: CalendarDay): boolean =>
  ('on' in data && typeof data.on === 'string' && data.on <= day) ||
  (type === 'EntryCorrected' && 'entry' in data && Number(data.entry) <= known);

/** Moments that people ask for: as a link each. */
function shortcuts({ reference, events }: OpenedCase): { text: string; href: string }[] {
  const address = `/cases/${reference}/as-of`;
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last || first === last) return [];
  const to = (instant: Date): string => {
    const { 'on-day': ofMonth = '', 'on-month': month = '', 'on-year': year = '' } = threeBoxes('on', londonDay(instant));
    return addressOf(address, { 'on-day': ofMonth, 'on-month': month, 'on-year': year, at: clockTime(instant) });
  };
  return [
    { text: 'When the referral came', href: to(new Date(first.metadata.recordedAt)) },
    { text: 'Before the last change', href: to(new Date(Date.parse(last.metadata.recordedAt) - 60_000)) },
  ];
}

const clockTime = (instant: Date): string =>
  instant.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
