import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { Accounts, demoUsers, type SignedInUser } from '@guardian/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Text } from '../../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../../http/form';
import { FormRoute } from '../../../http/routes';
import { Public } from '../../../http/signed-in';
import { Page, SeeOther } from '../../../layout/page';
import { SignInRefused } from '../provider';
import { CHOOSE, DemoProvider } from './demo-provider';

const NOBODY = 'Select who to log in as';

class PersonForm {
  @Text({ label: 'The person', required: NOBODY })
  person: string;
}

/** The page of the demonstration's provider: who do you want to be? It is there in a demonstration only. */
@Controller(CHOOSE.slice(1))
@Public()
export class DemoPeopleController {
  constructor(
    private readonly accounts: Accounts,
    private readonly provider: DemoProvider,
  ) {}

  @Get(':asked')
  choose(@Param('asked') asked: string): Promise<Page> {
    return this.page(asked, newForm());
  }

  @Post(':asked')
  @FormRoute()
  async chosen(
    @Param('asked') asked: string,
    @Body() body: FormBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | SeeOther> {
    const form = parseForm(PersonForm, body);
    if (!form.ok) return this.page(asked, form, 422);
    const known = await this.people();
    if (!known.some(({ id }) => id === form.value.person)) return this.page(asked, withError(body, 'person', NOBODY), 422);
    const address = await this.provider.chosen(request.raw, reply.raw, form.value.person).catch((error: unknown) => {
      throw new SignInRefused(error);
    });
    return new SeeOther(address);
  }

  private async page(asked: string, form: FormState, status = 200): Promise<Page> {
    const people = await this.people();
    return new Page('pages/sign-in/demonstration/people.njk', { form, people, action: `${CHOOSE}/${encodeURIComponent(asked)}` }, status);
  }

  /** The invented ones in their order, then those who were added since. */
  private async people(): Promise<SignedInUser[]> {
    const known = (await this.accounts.current()).filter(({ role }) => role !== 'program');
    const invented = demoUsers.map(({ id }) => id);
    return known.sort((one, other) => placeOf(invented, one.id) - placeOf(invented, other.id));
  }
}

const placeOf = (ids: readonly string[], id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
