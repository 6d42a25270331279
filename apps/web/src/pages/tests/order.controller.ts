import type { SignedInUser } from '@guardian/access';
import { outstandingItems } from '@guardian/casework';
import type { ProviderRef } from '@guardian/casework/events';
import { Directory } from '@guardian/directory';
import { type CalendarDay, longDate } from '@guardian/kernel';
import { type PathwayDefinition, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { InputRefused, NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { namedChoices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { TestsElsewhere } from './tests-elsewhere';

class OrderForm {
  @Text({ label: 'The test', required: 'Select the test' })
  test: string;

  @Text({ label: 'The place', required: 'Select where it is done' })
  site: string;

  @Choice({ label: 'how urgent it is', from: ['routine', 'urgent'], required: 'Select how urgent it is' })
  urgency: 'routine' | 'urgent';

  @Text({ label: 'The clinical question', max: 1_000, required: 'Enter the clinical question' })
  question: string;

  @Choice({ label: 'the answer', from: ['yes', 'no'], required: 'Select whether the patient was told' })
  patientTold: 'yes' | 'no';

  @Choice({ label: 'the tick', from: ['yes'] })
  anyway?: 'yes';
}

class ReuseForm {
  @Day({ label: 'The date of the test', required: 'Enter the date of the test' })
  performedOn: CalendarDay;

  @Text({ label: 'Where the result comes from', required: 'Enter where the result comes from' })
  source: string;

  @Text({ label: 'What the result says', max: 2_000 })
  summary?: string;
}

/** How a test begins: ordered, or not ordered because its result is there already. */
@Controller('cases/:reference')
@May('work-cases')
export class OrderController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
    private readonly directory: Directory,
    private readonly elsewhere: TestsElsewhere,
  ) {}

  /** `item`: the agreed item that the result is for. */
  @Get('tests/new')
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('item') item?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    if (item === undefined) return this.orderPage(opened, newForm({ urgency: 'routine' }));
    const test = (await this.definition(opened)).workup.find(({ code }) => code === item)?.testCode;
    if (!test) throw new InputRefused([{ field: 'item', message: `Guardian does not know "${item}" here` }]);
    return this.orderPage(opened, newForm({ urgency: 'routine', test }));
  }

  @Post('tests/new')
  @FormRoute()
  order(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: OrderForm,
      field: 'test',
      page: (opened, form, status) => this.orderPage(opened, form, status),
      problem: async ({ test, anyway }, opened) => (anyway ? undefined : this.orderedTwice(test, opened)),
      commands: async ({ test, site, urgency, question, patientTold }, opened) => {
        const { tests, workup } = await this.definition(opened);
        const ordered = chosen('test', test, tests);
        const item = workup.find(({ testCode }) => testCode === test)?.code;
        return {
          type: 'OrderDiagnostic',
          test,
          name: ordered.name,
          item: item !== undefined && Object.hasOwn(opened.state.items, item) ? item : null,
          site: chosen('site', site, await this.sites()),
          urgency,
          question,
          patientTold: patientTold === 'yes',
        };
      },
      notice: 'The test is ordered.',
      to: (_, { reference }) => `/cases/${reference}/tests`,
    });
  }

  /** `from` and `test`: the result of another case that the form is filled with. */
  @Get('workup/:item/reuse')
  async reuseForm(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('item') item: string,
    @Query('from') from?: string,
    @Query('test') test?: string,
  ): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { results } = await this.elsewhere.of(opened, this.desk.today);
    const found = results.find((one) => one.reference === from && one.testId === test);
    const typed = found
      ? { ...threeBoxes('performedOn', found.on), source: `${found.site}, case ${found.reference}`, summary: found.summary }
      : threeBoxes('performedOn', this.desk.today);
    return this.reusePage(opened, item, newForm(typed));
  }

  @Post('workup/:item/reuse')
  @FormRoute()
  reuse(@Param('item') item: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReuseForm,
      field: 'performedOn',
      page: (opened, form, status) => this.reusePage(opened, item, form, status),
      commands: ({ performedOn, source, summary = '' }) => ({ type: 'ReuseExistingResult', item, performedOn, source, summary }),
      notice: 'The result that was there already is used. No test is needed for it.',
      to: (_, { reference }) => `/cases/${reference}/workup`,
    });
  }

  private async orderPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { tests } = await this.definition(opened);
    return new Page(
      'pages/tests/order.njk',
      {
        ...(await this.frame.around(opened, 'tests')),
        form,
        tests: namedChoices(tests),
        sites: namedChoices(await this.sites()),
        there: await this.elsewhere.of(opened, this.desk.today),
        reusable: outstandingItems(opened.state).filter(({ kind }) => kind === 'test'),
      },
      status,
    );
  }

  private async reusePage(opened: OpenedCase, code: string, form: FormState, status = 200): Promise<Page> {
    const item = Object.values(opened.state.items).find((agreed) => agreed.code === code);
    if (!item) throw new NotFound();
    return new Page('pages/tests/reuse.njk', { ...(await this.frame.around(opened, 'workup')), form, item }, status);
  }

  /** Whoever orders sees first that the result is there, or on its way, and may say that it is wanted all the same. */
  private async orderedTwice(test: string, opened: OpenedCase): Promise<string | undefined> {
    const { results, underWay } = await this.elsewhere.of(opened, this.desk.today);
    const otherwise = 'Use that, or tick that you order it all the same.';
    const result = results.find((found) => found.test === test);
    if (result) return `There is a result of ${longDate(result.on)}, in case ${result.reference}. ${otherwise}`;
    const order = underWay.find((found) => found.test === test);
    return order && `It was ordered on ${longDate(order.orderedOn)}, in case ${order.reference}. ${otherwise}`;
  }

  private definition({ row }: OpenedCase): Promise<PathwayDefinition> {
    return this.definitions.get(row.pathwayId, row.pathwayVersion);
  }

  /** Providers that do tests today. */
  private async sites(): Promise<ProviderRef[]> {
    const services = await this.directory.services({ kind: 'diagnostic', onDay: this.desk.today });
    const testing = new Set(services.map(({ providerCode }) => providerCode));
    return (await this.directory.providers()).filter(({ code }) => testing.has(code)).map(({ code, name }) => ({ code, name }));
  }
}

function chosen<T extends { readonly code: string }>(field: string, code: string, from: readonly T[]): T {
  const found = from.find((one) => one.code === code);
  if (!found) throw new InputRefused([{ field, message: `Guardian does not know "${code}" here` }]);
  return found;
}
