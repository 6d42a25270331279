import { roleMay, type SignedInUser } from '@guardian/access';
import { harmReviewsOf, watched } from '@guardian/casework';
import { HARM_GRADES, type HarmGrade, type HarmTrigger } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { HARM_GRADE_WORDS, HARM_TRIGGER_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';
import { writtenAbout } from '../case/written-about';

class ReviewForm {
  @Choice({ label: 'the harm', from: HARM_GRADES, required: 'Select how much harm the wait did' })
  grade: HarmGrade;

  @Text({ label: 'What is to be learned', max: 4_000, required: 'Enter what is to be learned' })
  learning: string;

  @Text({ label: 'The name', required: 'Enter who reviewed it' })
  reviewer: string;

  @Day({ label: 'The date of the review', required: 'Enter the date of the review' })
  reviewedOn: CalendarDay;
}

/** Whether a wait that went past a limit did harm. A review that was opened is done after the case was closed too. */
@Controller('cases/:reference/harm-reviews')
export class HarmReviewsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  @May('see-patients')
  async reviews(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return new Page('pages/harm-reviews/harm-reviews.njk', {
      ...(await this.frame.around(opened)),
      reviews: reviewsOf(opened),
      watched: watched(opened.state, (name) => limitOn(name, this.desk.today).is).map(({ trigger, since, code, until }) => ({
        ...{ trigger, since, code },
        opensOn: addDays(until, 1),
      })),
      words: HARM_TRIGGER_WORDS,
      grades: HARM_GRADE_WORDS,
    });
  }

  @Get(':trigger')
  @May('see-patients')
  async review(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Param('trigger') trigger: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), trigger, newForm(threeBoxes('reviewedOn', this.desk.today)));
  }

  @Post(':trigger')
  @May('work-cases')
  @FormRoute()
  complete(@Param('trigger') trigger: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReviewForm,
      field: 'reviewedOn',
      page: (opened, form, status) => this.page(opened, trigger, form, status),
      commands: ({ grade, learning, reviewer, reviewedOn }, opened) => ({
        type: 'CompleteHarmReview',
        trigger: reviewOf(opened, trigger).id as HarmTrigger,
        ...{ on: reviewedOn, grade, reviewer, learning },
      }),
      notice: 'The harm review is saved.',
      to: (_, { reference }) => `/cases/${reference}/harm-reviews`,
    });
  }

  private async page(opened: OpenedCase, trigger: string, form: FormState, status = 200): Promise<Page> {
    const review = reviewOf(opened, trigger);
    const written = writtenAbout(opened, 'HarmReviewCompleted', (data) => data.trigger === trigger);
    return new Page(
      'pages/harm-reviews/harm-review.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        review,
        reason: HARM_TRIGGER_WORDS[review.id as HarmTrigger],
        grades: choices(HARM_GRADE_WORDS),
        grade: review.grade && HARM_GRADE_WORDS[review.grade],
        learning: review.grade && written ? written.personal.learning : null,
        mayReview: roleMay(opened.user.role, 'work-cases'),
      },
      status,
    );
  }
}

const reviewsOf = ({ state }: OpenedCase) => harmReviewsOf(state.safety);

function reviewOf(opened: OpenedCase, trigger: string) {
  const review = reviewsOf(opened).find(({ id }) => id === trigger);
  if (!review) throw new NotFound();
  return review;
}
