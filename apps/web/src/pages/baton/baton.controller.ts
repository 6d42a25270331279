import type { SignedInUser } from '@guardian/access';
import type { CaseEventOf, Holder } from '@guardian/casework/events';
import { addDays, type CalendarDay, londonDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { timeline } from '../case/timeline';

const KINDS: Readonly<Record<Holder['kind'], string>> = {
  practice: 'Practice',
  clinician: 'Clinician',
  'guardian-team': 'Guardian team',
  hospital: 'Hospital',
  'community-service': 'Community service',
};

class OfferForm {
  @Choice({ label: 'who it is', from: Object.keys(KINDS), required: 'Select who is asked' })
  kind: Holder['kind'];

  @Text({ label: 'The name', required: 'Enter the name of who is asked' })
  name: string;

  @Text({ label: 'The organisation', required: 'Enter the organisation' })
  organisation: string;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;

  @Text({ label: 'The summary', max: 2_000, required: 'Enter what the new holder has to know' })
  summary: string;
}

class AcceptForm {
  @Text({ label: 'The name', required: 'Enter who accepts' })
  acceptedBy: string;
}

class WithdrawForm {
  @Text({ label: 'The reason', max: 500, required: 'Enter why the offer is withdrawn' })
  why: string;
}

class DeclineForm {
  @Text({ label: 'The name', required: 'Enter who declines' })
  declinedBy: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  reason: string;
}

/** Who clinically holds the patient: always exactly one, and an offer changes nothing until it is accepted (rule D3). */
@Controller('cases/:reference/baton')
export class BatonController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  @May('see-patients')
  async baton(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page(
      await this.desk.open(user, reference),
      newForm(threeBoxes('replyBy', addDays(this.desk.today, limitOn('batonReplyDays', this.desk.today).is))),
    );
  }

  @Post('offer')
  @May('work-cases')
  @FormRoute()
  offer(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: OfferForm,
      field: 'name',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ kind, name, organisation, replyBy, summary }) => ({
        type: 'OfferResponsibility',
        to: { kind, name, organisation },
        replyBy,
        summary,
      }),
      notice: ({ state }) => `The baton is offered. ${state.holder?.name ?? 'The giver'} holds the patient until it is accepted.`,
      to: (_, { reference }) => `/cases/${reference}/baton`,
    });
  }

  @Post('accept')
  @May('work-cases')
  @FormRoute()
  accept(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AcceptForm,
      field: 'acceptedBy',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ acceptedBy }) => ({ type: 'AcceptResponsibility', acceptedBy }),
      notice: ({ state }) => `${state.offer?.to.name ?? 'The new holder'} holds the patient now.`,
      to: (_, { reference }) => `/cases/${reference}/baton`,
    });
  }

  @Post('decline')
  @May('work-cases')
  @FormRoute()
  decline(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: DeclineForm,
      field: 'declinedBy',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ declinedBy, reason }) => ({ type: 'DeclineResponsibility', declinedBy, reason }),
      notice: ({ state }) => `Declined. ${state.holder?.name ?? 'The giver'} still holds the patient.`,
      to: (_, { reference }) => `/cases/${reference}/baton`,
    });
  }

  @Post('withdraw')
  @May('work-cases')
  @FormRoute()
  withdraw(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: WithdrawForm,
      field: 'why',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ why }) => ({ type: 'WithdrawResponsibilityOffer', reason: why }),
      notice: ({ state }) => `The offer is withdrawn. ${state.holder?.name ?? 'The giver'} holds the patient. You can ask somebody else.`,
      to: (_, { reference }) => `/cases/${reference}/baton`,
    });
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { state, events } = opened;
    return new Page(
      'pages/baton/baton.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        holder: state.holder && { ...state.holder, kind: KINDS[state.holder.kind], since: heldSince(events) },
        offer: openOffer(opened, this.desk.today),
        kinds: choices(KINDS),
        history: timeline(
          events.filter(({ type }) => !type.startsWith('Service')),
          'responsibility',
        ),
      },
      status,
    );
  }
}

/** The day of the last hand-over that was accepted, or of the referral. */
function heldSince(events: OpenedCase['events']): CalendarDay | null {
  const since = events.findLast(({ type }) => type === 'ResponsibilityAccepted') ?? events[0];
  return since ? londonDay(new Date(since.metadata.recordedAt)) : null;
}

/** Null when nobody is asked. A summary that was written for another patient is hidden; the offer stands (rule D5). */
function openOffer({ state, events }: OpenedCase, today: CalendarDay) {
  if (!state.offer) return null;
  const offered = events.findLast(({ type }) => type === 'ResponsibilityOffered');
  const { personal } = offered?.data as CaseEventOf<'ResponsibilityOffered'>['data'];
  const summary = state.moved.includes(offered?.revision ?? 0) ? null : personal.summary;
  return { ...state.offer, late: state.offer.replyBy < today, summary };
}
