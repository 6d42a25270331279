import type { SignedInUser } from '@guardian/access';
import type { Coordinator } from '@guardian/casework/events';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { Colleagues } from './colleagues';

class AssignForm {
  @Text({ label: 'The coordinator', required: 'Select a coordinator' })
  coordinator: string;
}

class HandOverForm extends AssignForm {
  @Text({ label: 'The note', max: 2_000 })
  note?: string;
}

/** Which coordinator works a case. */
@Controller('cases/:reference')
@May('work-cases')
export class AssignmentController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly colleagues: Colleagues,
  ) {}

  @Get('assign')
  async assignForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const self = (await this.colleagues.of(opened.row)).some(({ id }) => id === user.id);
    return this.page('pages/assignment/assign.njk', opened, newForm(self ? { coordinator: user.id } : {}));
  }

  @Post('assign')
  @FormRoute()
  assign(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AssignForm,
      field: 'coordinator',
      page: (opened, form, status) => this.page('pages/assignment/assign.njk', opened, form, status),
      commands: async ({ coordinator }, opened) => ({ type: 'AssignCase', coordinator: await this.chosen(coordinator, opened) }),
      notice: 'The case has a coordinator now.',
    });
  }

  @Get('hand-over')
  async handOverForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page('pages/assignment/hand-over.njk', await this.desk.open(user, reference), newForm());
  }

  @Post('hand-over')
  @FormRoute()
  handOver(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: HandOverForm,
      field: 'coordinator',
      page: (opened, form, status) => this.page('pages/assignment/hand-over.njk', opened, form, status),
      commands: async ({ coordinator, note = '' }, opened) => ({ type: 'HandOverCase', to: await this.chosen(coordinator, opened), note }),
      notice: 'The case is handed over.',
    });
  }

  private async page(template: string, opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { user, state } = opened;
    const { coordinator } = state;
    const others = (await this.colleagues.of(opened.row)).filter(({ id }) => id !== coordinator?.id);
    const coordinators = await this.colleagues.choices(user, others, this.desk.today);
    return new Page(template, { ...(await this.frame.around(opened)), form, coordinator, coordinators }, status);
  }

  private async chosen(id: string, { row }: OpenedCase): Promise<Coordinator> {
    const found = (await this.colleagues.of(row)).find((coordinator) => coordinator.id === id);
    if (!found) throw new InputRefused([{ field: 'coordinator', message: `Guardian does not know "${id}" here` }]);
    return { id: found.id, name: found.name };
  }
}
