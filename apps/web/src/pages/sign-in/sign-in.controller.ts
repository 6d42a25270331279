import { Body, Controller, Get, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FormRoute, LogInRoute, MachineFormRoute } from '../../http/routes';
import { Public, userOf } from '../../http/signed-in';
import { landingPage } from '../../layout/navigation';
import { Page, SeeOther } from '../../layout/page';
import { SignInRefused } from './provider';
import { SignIn } from './sign-in';
import { Site } from './site';

@Controller()
@Public()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly site: Site,
  ) {}

  @Get()
  start(@Req() request: FastifyRequest): SeeOther {
    const user = userOf(request);
    return new SeeOther(user ? landingPage(user) : '/log-in');
  }

  @Get('log-in')
  logIn(@Req() request: FastifyRequest, @Query('next') next: unknown): Page {
    const again = userOf(request) !== undefined;
    return new Page('pages/sign-in/log-in.njk', { isSetUp: this.signIn.isSetUp, again, href: `/log-in/start${andThen(next)}` });
  }

  /** By GET: a form that led to another site would be stopped by our own content security policy. */
  @Get('log-in/start')
  @LogInRoute()
  async begin(@Req() request: FastifyRequest, @Query('next') next: unknown): Promise<SeeOther> {
    // By another name of this computer it would be another site to the browser, and the cookie would not come back.
    if (new URL(this.site.origin).host !== request.host) return new SeeOther(this.site.addressOf(`/log-in/start${andThen(next)}`));
    return new SeeOther(await this.signIn.begin(request, ownAddress(next)));
  }

  @Get('log-in/callback')
  @LogInRoute()
  async finish(@Req() request: FastifyRequest): Promise<SeeOther> {
    const { user, next } = await this.signIn.finish(request);
    request.log.info({ user: user.id }, 'logged in');
    return new SeeOther(next ?? landingPage(user));
  }

  /** What the browser kept of pages, also to go back to, is gone with the session; browsers heed it over TLS. */
  @Post('log-out')
  @Header('clear-site-data', '"cache"')
  @FormRoute()
  async logOut(@Req() request: FastifyRequest): Promise<SeeOther> {
    request.log.info({ user: userOf(request)?.id }, 'logged out');
    await request.session.destroy();
    return new SeeOther('/logged-out');
  }

  @Get('logged-out')
  async loggedOut(): Promise<Page> {
    return new Page('pages/sign-in/logged-out.njk', { elsewhere: (await this.signIn.logOutAddress()) ?? null });
  }

  /** Said by the provider itself, with a token and no cookie. */
  @Post('log-out/back-channel')
  @HttpCode(200)
  @MachineFormRoute()
  async ended(@Body() body: unknown): Promise<void> {
    const token = (body as { logout_token?: unknown } | undefined)?.logout_token;
    if (typeof token !== 'string') throw new SignInRefused();
    await this.signIn.ended(token);
  }
}

const andThen = (next: unknown): string => {
  const own = ownAddress(next);
  return own === undefined ? '' : `?next=${encodeURIComponent(own)}`;
};

/** A page of this site, or nothing: `//elsewhere`, `/\elsewhere` and whole addresses would lead away after log-in. */
export function ownAddress(next: unknown): string | undefined {
  return typeof next === 'string' && next.length <= 2_000 && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : undefined;
}
