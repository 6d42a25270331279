import { BreakGlass, type BreakGlassReview, type BreakGlassUse, type SignedInUser } from '@guardian/access';
import { londonDay, WorkingDays } from '@guardian/kernel';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Choice, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { OUTCOME_WORDS, REASON_WORDS } from './reason-words';

const A_PAGE = 25;
/** Working days until a review is done. */
const REVIEW_DAYS = 3;

class ReviewForm {
  @Choice({ label: 'what you found', from: Object.keys(OUTCOME_WORDS), required: 'Select what you found' })
  outcome: BreakGlassReview['outcome'];

  @Text({ label: 'What you looked at', max: 1_000, required: 'Say what you looked at and with whom you spoke' })
  words: string;
}

/** Who opened a record without a relationship to the patient, for who looks after privacy: each is looked into within three working days. */
@Controller('audit/break-glass')
@May('see-audit')
export class BreakGlassReviewsController {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly breakGlass: BreakGlass,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    const page = pageIn(query);
    const { uses, total } = await this.breakGlass.uses(page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const list = listView({ total, page, size: A_PAGE, href: (to) => addressOf('/audit/break-glass', { page: to }) });
    return new Page('pages/break-glass/reviews.njk', { uses: uses.map((use) => this.view(use)), list });
  }

  @Get(':use')
  async one(@CurrentUser() user: SignedInUser, @Param('use') use: string): Promise<Page> {
    return this.page(user, use, newForm());
  }

  @Post(':use')
  @FormRoute()
  @May('protect-privacy')
  async review(@CurrentUser() user: SignedInUser, @Param('use') use: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(ReviewForm, body);
    if (!form.ok) return this.page(user, use, form, 422);
    const { useId } = await this.found(use);
    if (!(await this.breakGlass.review(useId, user, form.value.outcome, form.value.words)))
      return this.page(user, use, withError(body, 'outcome', 'Somebody else has reviewed this, or it was you who opened the record'), 422);
    return new SeeOther('/audit/break-glass', 'The review is saved.');
  }

  private async found(use: string): Promise<BreakGlassUse> {
    const found = isUuid(use) ? await this.breakGlass.use(use) : undefined;
    if (!found) throw new NotFound();
    return found;
  }

  private async page(user: SignedInUser, use: string, form: FormState, status = 200): Promise<Page> {
    const found = await this.found(use);
    const day = londonDay(found.at);
    const looks = addressOf('/audit', {
      who: found.by.id,
      patient: found.patientId,
      'from-day': day.slice(8),
      'from-month': day.slice(5, 7),
      'from-year': day.slice(0, 4),
    });
    const mayReview = user.role === 'privacy-officer' && found.review === null && found.by.id !== user.id;
    return new Page(
      'pages/break-glass/review.njk',
      { form, use: this.view(found), looks, mayReview, outcomes: choices(OUTCOME_WORDS) },
      status,
    );
  }

  private view(use: BreakGlassUse) {
    const dueOn = this.workingDays.add(londonDay(use.at), REVIEW_DAYS);
    return {
      ...use,
      ...{ reasonWords: REASON_WORDS[use.reason], dueOn, isOverdue: use.review === null && dueOn < this.desk.today },
      review: use.review && { ...use.review, at: new Date(use.review.at), outcomeWords: OUTCOME_WORDS[use.review.outcome] },
    };
  }
}
