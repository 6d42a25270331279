import { Body, Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { demoUser, demoUsers } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { Choice, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { Public, userOf } from '../../http/signed-in';
import { landingPage } from '../../layout/navigation';
import { Page, SeeOther } from '../../layout/page';
import { WEB_OPTIONS, type WebOptions } from '../../web-options';

class LogInForm {
  @Choice({ label: 'a person', from: demoUsers.map(({ id }) => id), required: 'Select who to log in as' })
  person: string;

  @Text({ label: 'The page to go on to', max: 2_000 })
  next?: string;
}

@Controller()
@Public()
export class SignInController {
  constructor(@Inject(WEB_OPTIONS) private readonly options: WebOptions) {}

  @Get()
  start(@Req() request: FastifyRequest): SeeOther {
    const user = userOf(request);
    return new SeeOther(user ? landingPage(user) : '/log-in');
  }

  @Get('log-in')
  logIn(@Query('next') next: unknown): Page {
    return this.page(newForm({ next: ownAddress(next) ?? '' }));
  }

  @Post('log-in')
  @FormRoute()
  async post(@Body() body: FormBody, @Req() request: FastifyRequest): Promise<Page | SeeOther> {
    const form = parseForm(LogInForm, body);
    const user = form.ok && this.options.demo ? demoUser(form.value.person) : undefined;
    if (!form.ok || !user) return this.page(form.ok ? newForm() : form, 422);
    // A new session id, so that one which somebody else knows or planted is worth nothing.
    await request.session.regenerate();
    request.session.userId = user.id;
    return new SeeOther(ownAddress(form.value.next) ?? landingPage(user));
  }

  @Post('log-out')
  @FormRoute()
  async logOut(@Req() request: FastifyRequest): Promise<SeeOther> {
    await request.session.destroy();
    return new SeeOther('/log-in');
  }

  private page(form: FormState, status = 200): Page {
    return new Page('pages/sign-in/log-in.njk', { form, people: this.options.demo ? demoUsers : [] }, status);
  }
}

/** A page of this site, or nothing: `//elsewhere`, `/\elsewhere` and whole addresses would lead away after log-in. */
export function ownAddress(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : undefined;
}
