import { Body, Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { Accounts, DEMO_ISSUER, demoUsers } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { Public, userOf } from '../../http/signed-in';
import { landingPage } from '../../layout/navigation';
import { Page, SeeOther } from '../../layout/page';
import { WEB_OPTIONS, type WebOptions } from '../../web-options';

const NOBODY = 'Select who to log in as';

class LogInForm {
  @Text({ label: 'The person', required: NOBODY })
  person: string;

  @Text({ label: 'The page to go on to', max: 2_000 })
  next?: string;
}

@Controller()
@Public()
export class SignInController {
  constructor(
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
    private readonly accounts: Accounts,
  ) {}

  @Get()
  start(@Req() request: FastifyRequest): SeeOther {
    const user = userOf(request);
    return new SeeOther(user ? landingPage(user) : '/log-in');
  }

  @Get('log-in')
  logIn(@Query('next') next: unknown): Promise<Page> {
    return this.page(newForm({ next: ownAddress(next) ?? '' }));
  }

  @Post('log-in')
  @FormRoute()
  async post(@Body() body: FormBody, @Req() request: FastifyRequest): Promise<Page | SeeOther> {
    const form = parseForm(LogInForm, body);
    if (!form.ok) return this.page(form, 422);
    const user = await this.accounts.known(DEMO_ISSUER, form.value.person);
    if (!user) return this.page(withError(body, 'person', NOBODY), 422);
    await request.session.logIn(user.id);
    return new SeeOther(ownAddress(form.value.next) ?? landingPage(user));
  }

  @Post('log-out')
  @FormRoute()
  async logOut(@Req() request: FastifyRequest): Promise<SeeOther> {
    await request.session.destroy();
    return new SeeOther('/log-in');
  }

  private async page(form: FormState, status = 200): Promise<Page> {
    const known = this.options.demo ? await this.accounts.current() : [];
    const people = demoUsers.flatMap((one) => known.filter(({ id }) => id === one.id));
    return new Page('pages/sign-in/log-in.njk', { form, people }, status);
  }
}

/** A page of this site, or nothing: `//elsewhere`, `/\elsewhere` and whole addresses would lead away after log-in. */
export function ownAddress(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : undefined;
}
