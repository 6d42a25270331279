import type { SignedInUser } from '@guardian/access';
import { outstandingItems } from '@guardian/casework';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { listedTests, mayFollow, type TestStepName } from './test-list';
import { type TestStep, testSteps } from './test-steps';
import { TestsElsewhere } from './tests-elsewhere';

/** The tests of a case, from the order until the patient knows the result. */
@Controller('cases/:reference/tests')
export class TestsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
    private readonly elsewhere: TestsElsewhere,
  ) {}

  @Get()
  @May('see-patients')
  async tests(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { workup } = await this.definitions.get(opened.row.pathwayId, opened.row.pathwayVersion);
    return new Page('pages/tests/tests.njk', {
      ...(await this.frame.around(opened, 'tests')),
      tests: listedTests(opened, this.desk.today),
      there: await this.elsewhere.of(opened, this.desk.today),
      suggested: (opened.state.progress.accepted ? outstandingItems(opened.state) : workup).filter(({ kind }) => kind === 'test'),
    });
  }

  @Get(':test/:step')
  @May('work-cases')
  async form(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('test') test: string,
    @Param('step') step: string,
  ): Promise<Page> {
    const { typed } = stepNamed(step);
    return this.page(await this.desk.open(user, reference), test, step, newForm(typed(this.desk.today, user)));
  }

  @Post(':test/:step')
  @May('work-cases')
  @FormRoute()
  record(@Param('test') test: string, @Param('step') step: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return stepNamed(step).post(this.desk, posted, test, (opened, form, status) => this.page(opened, test, step, form, status));
  }

  private async page(opened: OpenedCase, testId: string, step: string, form: FormState, status = 200): Promise<Page> {
    const test = listedTests(opened, this.desk.today).find((listed) => listed.testId === testId);
    if (!test) throw new NotFound();
    return new Page(
      `pages/tests/${step}.njk`,
      {
        ...(await this.frame.around(opened, 'tests')),
        form,
        test,
        step,
        possible: mayFollow(test, step),
      },
      status,
    );
  }
}

function stepNamed(name: string): TestStep {
  if (!Object.hasOwn(testSteps, name)) throw new NotFound();
  return testSteps[name as TestStepName];
}
