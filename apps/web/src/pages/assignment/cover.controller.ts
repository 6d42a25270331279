import type { SignedInUser } from '@guardian/access';
import { CoverCalendar } from '@guardian/caseload';
import type { CalendarDay } from '@guardian/kernel';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandId } from '../../http/command-id';
import { Day, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { ListDesk } from '../caseload/list-desk';
import { Colleagues } from './colleagues';

class CoverForm {
  @Text({ label: 'The coordinator', required: 'Select who is away' })
  absent: string;

  @Text({ label: 'The colleague', required: 'Select who covers' })
  by: string;

  @Day({ label: 'The first day', required: 'Enter the first day' })
  fromOn: CalendarDay;

  @Day({ label: 'The last day', required: 'Enter the last day' })
  toOn: CalendarDay;
}

class EndForm {
  @Text({ label: 'The cover', required: 'Select the cover that ends' })
  cover: string;
}

/** Who covers whom, and from when until when. The cases stay where they are; the one who covers has them in their own list. */
@Controller('worklist/cover')
@May('work-cases')
export class CoverController {
  constructor(
    private readonly calendar: CoverCalendar,
    private readonly colleagues: Colleagues,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  form(@CurrentUser() user: SignedInUser): Promise<Page> {
    return this.page(user, newForm(user.role === 'coordinator' ? { absent: user.id } : {}));
  }

  @Post()
  @FormRoute()
  async add(@CurrentUser() user: SignedInUser, @CommandId() coverId: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(CoverForm, body);
    if (!form.ok) return this.page(user, form, 422);
    const { absent, by, fromOn, toOn } = form.value;
    const team = await this.colleagues.beside(user);
    const [away, covers] = [absent, by].map((id) => team.find((one) => one.id === id));
    if (!away || !covers) return this.page(user, withError(body, away ? 'by' : 'absent', 'Select a coordinator of your team'), 422);
    if (toOn < this.desk.today) return this.page(user, withError(body, 'toOn', 'The last day must be today or later'), 422);
    try {
      await this.calendar.add({ coverId, absent: named(away), by: named(covers), fromOn, toOn }, named(user));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.page(user, withError(body, error.code === 'CoverDatesWrong' ? 'toOn' : 'by', error.message), 422);
    }
    return new SeeOther('/worklist/cover', `${covers.name} covers for ${away.name}, and has the cases in their own list on those days.`);
  }

  @Post('end')
  @FormRoute()
  async end(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(EndForm, body);
    if (!form.ok) return this.page(user, form, 422);
    const mine = (await this.covers(user)).some(({ coverId }) => coverId === form.value.cover);
    if (mine) await this.calendar.end(form.value.cover);
    return new SeeOther('/worklist/cover', 'The cover has ended.');
  }

  private async covers(user: SignedInUser) {
    return this.calendar.of(
      (await this.colleagues.beside(user)).map(({ id }) => id),
      this.desk.today,
    );
  }

  private async page(user: SignedInUser, form: FormState, status = 200): Promise<Page> {
    const { today } = this.desk;
    const coordinators = await this.colleagues.choices(user, await this.colleagues.beside(user), today);
    const covers = (await this.covers(user)).map((cover) => ({ ...cover, now: cover.fromOn <= today }));
    return new Page('pages/assignment/cover.njk', { form, coordinators, covers }, status);
  }
}

const named = ({ id, name }: SignedInUser) => ({ id, name });
