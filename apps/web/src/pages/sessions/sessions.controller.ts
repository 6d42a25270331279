import { type SignedInUser, WebSessions } from '@guardian/access';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';

const A_PAGE = 50;
const LATELY = 20;

class EndForm {
  @Text({ label: 'The browser', required: 'Select which browser to log out' })
  session: string;
}

class Filters {
  @Text({ label: 'The person', max: 100 })
  who?: string;
}

/** In which browsers somebody is logged in, and the end of that: their own for everybody, all of them for whoever runs the service. */
@Controller()
export class SessionsController {
  constructor(private readonly sessions: WebSessions) {}

  @Get('sessions')
  own(@CurrentUser() user: SignedInUser, @Req() request: FastifyRequest): Promise<Page> {
    return this.ownPage(user, request, newForm());
  }

  @Post('sessions/end')
  @FormRoute()
  async end(@CurrentUser() user: SignedInUser, @Req() request: FastifyRequest, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(EndForm, body);
    if (!form.ok) return this.ownPage(user, request, form, 422);
    return new SeeOther('/sessions', ended(await this.sessions.end(form.value.session, user.id)));
  }

  @Post('sessions/end-others')
  @FormRoute()
  async endOthers(@CurrentUser() user: SignedInUser, @Req() request: FastifyRequest): Promise<SeeOther> {
    await this.sessions.endOthers(user.id, request.session.key ?? '');
    return new SeeOther('/sessions', 'You are logged out everywhere but here.');
  }

  @Get('admin/sessions')
  @May('run-the-service')
  everybody(@Req() request: FastifyRequest, @Query() query: AddressQuery): Promise<Page> {
    const { page: _, ...words } = query;
    const form = parseForm(Filters, words);
    if (!form.ok) return this.everybodyPage(request, form, 422);
    const { who } = form.value;
    return this.everybodyPage(request, newForm({ who: who ?? '' }), 200, { page: pageIn(query), ...(who && { who }) });
  }

  @Post('admin/sessions/end')
  @FormRoute()
  @May('run-the-service')
  async endOfAnybody(@CurrentUser() user: SignedInUser, @Req() request: FastifyRequest, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(EndForm, body);
    if (!form.ok) return this.everybodyPage(request, form, 422);
    return new SeeOther('/admin/sessions', ended(await this.sessions.endOf(form.value.session, user)));
  }

  private async ownPage(user: SignedInUser, { session }: FastifyRequest, form: FormState, status = 200): Promise<Page> {
    const { sessions } = await this.sessions.open({ userId: user.id }, 1, A_PAGE);
    return new Page('pages/sessions/sessions.njk', { form, sessions, here: session.key, ...this.limits }, status);
  }

  private async everybodyPage(
    { session }: FastifyRequest,
    form: FormState,
    status: number,
    { who, page }: { who?: string; page: number } = { page: 1 },
  ): Promise<Page> {
    const { sessions, total } = await this.sessions.open({ ...(who && { who }) }, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const list = listView({ total, page, size: A_PAGE, href: (to) => addressOf('/admin/sessions', { who, page: to }) });
    const lately = await this.sessions.endedByOthers(LATELY);
    return new Page('pages/sessions/everybody.njk', { form, sessions, lately, here: session.key, list, ...this.limits }, status);
  }

  private get limits() {
    return { idleMinutes: this.sessions.idleMs / 60_000, mostHours: this.sessions.mostHours };
  }
}

const ended = (found: boolean): string => (found ? 'That browser is logged out.' : 'That browser was logged out already.');
