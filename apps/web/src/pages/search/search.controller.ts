import { randomUUID } from 'node:crypto';
import { roleMay, type SignedInUser } from '@guardian/access';
import { daysBetween, type NhsNumberProblem, parseNhsNumber } from '@guardian/kernel';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { ListDesk } from '../caseload/list-desk';
import { PatientSearch } from './patient-search';

declare module '../../http/session' {
  interface WebSession {
    /** What was searched for, by the token that stands in its address: a name or number must not. The last one comes last. */
    searches?: readonly { readonly token: string; readonly text: string }[];
  }
}

class SearchForm {
  @Text({ label: 'What you search for', max: 100, required: 'Enter an NHS number, a name or a case reference' })
  q: string;
}

const KEPT = 10;

const NUMBER_PROBLEMS: Readonly<Record<Exclude<NhsNumberProblem, 'missing'>, string>> = {
  'not-ten-digits': 'NHS number must have 10 digits',
  'check-digit': 'Check the NHS number: a digit may be wrong',
  'national-insurance-number': 'That looks like a National Insurance number. Enter an NHS number',
};

/** Finds cases of the user's scope by NHS number, name or reference; what is found anew each time is what they may see then. */
@Controller('search')
@May('see-patients')
export class SearchController {
  constructor(
    private readonly patients: PatientSearch,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  form(): Page {
    return formPage(newForm());
  }

  @Post()
  @FormRoute()
  async search(@CurrentUser() user: SignedInUser, @Body() body: FormBody, @Req() { session }: FastifyRequest): Promise<Page | SeeOther> {
    const form = parseForm(SearchForm, body);
    if (!form.ok) return formPage(form, 422);
    const text = form.value.q;
    const problem = numberProblem(text);
    if (problem) return formPage(withError(body, 'q', problem), 422);
    const { cases } = await this.patients.find(user, text);
    const [only, ...more] = cases;
    if (only && more.length === 0) return new SeeOther(`/cases/${only.reference}`);
    const token = randomUUID();
    session.searches = [...(session.searches ?? []).slice(1 - KEPT), { token, text }];
    return new SeeOther(`/search/${token}`);
  }

  @Get(':token')
  async found(@CurrentUser() user: SignedInUser, @Param('token') token: string, @Req() { session }: FastifyRequest): Promise<Page> {
    const search = session.searches?.find((kept) => kept.token === token);
    if (!search) throw new NotFound();
    const found = await this.patients.find(user, search.text);
    const { today } = this.desk;
    return new Page('pages/search/found.njk', {
      found,
      text: search.text,
      mayBreakGlass: roleMay(user.role, 'work-cases'),
      rows: found.cases.map((one) => ({ case: one, waiting: daysBetween(one.referredOn, today) })),
      asOf: await this.desk.asOf(),
      form: newForm({ q: search.text }),
    });
  }
}

const formPage = (form: FormState, status = 200): Page => new Page('pages/search/search.njk', { form }, status);

/** Only for what can be nothing but a number: names hold letters, and references begin with them. */
function numberProblem(text: string): string | undefined {
  const parsed = parseNhsNumber(text);
  if (parsed.ok || parsed.problem === 'missing') return undefined;
  const isNumber = /^[\d -]+$/.test(text) || parsed.problem === 'national-insurance-number';
  return isNumber ? NUMBER_PROBLEMS[parsed.problem] : undefined;
}
