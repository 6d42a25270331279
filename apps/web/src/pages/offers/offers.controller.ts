import type { SignedInUser } from '@guardian/access';
import { type CaseEventOf, type OfferedService, openServices, suspectsCancer } from '@guardian/casework/events';
import { type CommunityServiceFound, Directory, type Matched, matchServices } from '@guardian/directory';
import { addDays, ageOn, type CalendarDay, longDate } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { timeline } from '../case/timeline';
import { effectOf } from '../clocks/case-clocks';

type Outcome = CaseEventOf<'ServiceOutcomeRecorded'>['data']['outcome'];

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  'still-needs-hospital': 'The patient still needs the hospital, and goes on from the same place',
  resolved: 'The need is resolved',
};

class OfferForm {
  @Text({ label: 'The service', required: 'Select the service that is offered' })
  service: string;

  @Day({ label: 'The date of the offer', required: 'Enter the date of the offer' })
  on: CalendarDay;
}

class AcceptedForm {
  @Day({ label: 'The date', required: 'Enter the date on which the patient took it up' })
  acceptedOn: CalendarDay;

  @Day({ label: 'The review date', required: 'Enter the date on which it is reviewed' })
  reviewOn: CalendarDay;
}

class TimeForm {
  @Day({ label: 'The date to ask again', required: 'Enter the date to ask again' })
  askAgainOn: CalendarDay;
}

class DeclinedForm {
  @Day({ label: 'The date', required: 'Enter the date on which the patient declined' })
  declinedOn: CalendarDay;
}

class ReviewForm {
  @Day({ label: 'The next review date', required: 'Enter the next review date' })
  nextReviewOn: CalendarDay;
}

class OutcomeForm {
  @Choice({ label: 'the outcome', from: Object.keys(OUTCOMES), required: 'Select the outcome' })
  outcome: Outcome;

  @Day({ label: 'The date', required: 'Enter the date on which it ended' })
  endedOn: CalendarDay;
}

/** Community services for a patient who waits: matched, offered, answered, reviewed. Place and clocks are kept (rule D6). */
@Controller('cases/:reference/offers')
export class OffersController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
    private readonly directory: Directory,
  ) {}

  @Get()
  @May('see-patients')
  async offers(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.offersPage(await this.desk.open(user, reference), newForm(threeBoxes('on', this.desk.today)));
  }

  @Post()
  @May('work-cases')
  @FormRoute()
  async offer(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const seen = await this.desk.open(posted.user, posted.reference);
    const { fit, notNow, otherNeeds } = await this.matched(seen);
    const asked = posted.body['service'];
    const refused = [...notNow, ...otherNeeds].find(({ service }) => service.code === asked);
    if (refused) return this.offersPage(seen, withError(posted.body, 'service', refused.reasons.join(' ')), 422);
    const found = fit.find(({ code }) => code === asked);
    if (asked !== undefined && !found) return this.offersPage(seen, withError(posted.body, 'service', 'Select a service of the list'), 422);
    return this.desk.post(posted, {
      shape: OfferForm,
      field: 'service',
      page: (opened, form, status) => this.offersPage(opened, form, status),
      commands: ({ service, on }) => ({ type: 'OfferService', service, name: found?.name ?? service, on }),
      notice: `${found?.name ?? 'The service'} is offered. Place and clocks are kept.`,
      to: ({ service }, { reference }) => addressOf(reference, service),
    });
  }

  @Get(':service')
  @May('see-patients')
  async service(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('service') service: string,
  ): Promise<Page> {
    const { today } = this.desk;
    const reviewOn = addDays(today, limitOn('serviceReviewDays', today).is);
    const filled = {
      ...threeBoxes('acceptedOn', today),
      ...threeBoxes('declinedOn', today),
      ...threeBoxes('endedOn', today),
      ...threeBoxes('reviewOn', reviewOn),
      ...threeBoxes('nextReviewOn', reviewOn),
      ...threeBoxes('askAgainOn', addDays(today, limitOn('serviceAnswerDays', today).is)),
    };
    return this.page(await this.desk.open(user, reference), service, newForm(filled));
  }

  @Post(':service/accepted')
  @May('work-cases')
  @FormRoute()
  accepted(@Param('service') service: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AcceptedForm,
      field: 'reviewOn',
      page: (opened, form, status) => this.page(opened, service, form, status),
      commands: ({ acceptedOn, reviewOn }) => ({ type: 'AcceptService', service, on: acceptedOn, reviewOn }),
      notice: 'Taken up. The patient keeps place and clocks.',
      to: (_, { reference }) => addressOf(reference, service),
    });
  }

  @Post(':service/time')
  @May('work-cases')
  @FormRoute()
  time(@Param('service') service: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: TimeForm,
      field: 'askAgainOn',
      page: (opened, form, status) => this.page(opened, service, form, status),
      commands: ({ askAgainOn }) => ({ type: 'GiveTimeForService', service, on: this.desk.today, askAgainOn }),
      notice: 'Saved. The offer stands until the patient answers.',
      to: (_, { reference }) => addressOf(reference, service),
    });
  }

  @Post(':service/declined')
  @May('work-cases')
  @FormRoute()
  declined(@Param('service') service: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: DeclinedForm,
      field: 'declinedOn',
      page: (opened, form, status) => this.page(opened, service, form, status),
      commands: ({ declinedOn }) => ({ type: 'DeclineService', service, on: declinedOn }),
      notice: 'Declined. Nothing else changes.',
      to: (_, { reference }) => `/cases/${reference}/offers`,
    });
  }

  @Post(':service/review')
  @May('work-cases')
  @FormRoute()
  review(@Param('service') service: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReviewForm,
      field: 'nextReviewOn',
      page: (opened, form, status) => this.page(opened, service, form, status),
      commands: ({ nextReviewOn }) => ({ type: 'ReviewService', service, on: this.desk.today, reviewOn: nextReviewOn }),
      notice: 'Reviewed. The patient goes on with it.',
      to: (_, { reference }) => addressOf(reference, service),
    });
  }

  @Post(':service/outcome')
  @May('work-cases')
  @FormRoute()
  outcome(@Param('service') service: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: OutcomeForm,
      field: 'outcome',
      page: (opened, form, status) => this.page(opened, service, form, status),
      commands: ({ outcome, endedOn }) => ({ type: 'RecordServiceOutcome', service, on: endedOn, outcome }),
      notice: 'The outcome is saved.',
    });
  }

  private async matched({ row, patient, state }: OpenedCase): Promise<Matched & { readonly place: string }> {
    const { today } = this.desk;
    const definition = await this.definitions.get(row.pathwayId, row.pathwayVersion);
    const places = await this.directory.places();
    const place = places.find(({ code }) => code === row.placeCode) ?? { code: row.placeCode, name: row.placeCode };
    const matched = matchServices(await this.directory.communityServices(), {
      options: definition.tierTwo.map(({ code }) => code),
      place,
      age: ageOn(patient.bornOn, today),
      sex: patient.sex,
      suspectedCancer: suspectsCancer(state.progress),
      on: today,
    });
    const nowhere = matched.nowhere.map((code) => definition.tierTwo.find((option) => option.code === code)?.name ?? code);
    return { ...matched, nowhere, place: place.name };
  }

  private async offersPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { fit, ...others } = await this.matched(opened);
    const open = openServices(opened.state.services);
    return new Page(
      'pages/offers/offers.njk',
      {
        ...(await this.frame.around(opened)),
        ...others,
        form,
        open,
        fit: fit
          .filter(({ code }) => !open.some(({ service }) => service === code))
          .map((service) => ({ value: service.code, text: service.name, hint: inWords(service) })),
        history: timeline(
          opened.events.filter(({ type }) => type.startsWith('Service')),
          'responsibility',
        ),
      },
      status,
    );
  }

  private async page(opened: OpenedCase, service: string, form: FormState, status = 200): Promise<Page> {
    const { services } = opened.state;
    const offer = Object.hasOwn(services, service) ? services[service] : undefined;
    if (!offer) throw new NotFound();
    return new Page(
      'pages/offers/offer.njk',
      {
        ...(await this.frame.around(opened)),
        ...{ form, service, offer, outcomes: choices(OUTCOMES) },
        effects: this.effects(opened, service, offer),
      },
      status,
    );
  }

  /** Read from the clocks themselves, not asserted: what taking the service up today would do to each. */
  private effects({ events, revision }: OpenedCase, service: string, { status }: OfferedService) {
    const last = events.at(-1);
    if (status !== 'offered' || !last) return [];
    const { today, now } = this.desk;
    const metadata = { ...last.metadata, recordedAt: now.toISOString() };
    return effectOf(events, { type: 'ServiceAccepted', data: { service, on: today }, revision: revision + 1, metadata }, today).effects;
  }
}

const addressOf = (reference: string, service: string): string => `/cases/${reference}/offers/${encodeURIComponent(service)}`;

/** What it treats, how soon, how many, as of when and who says so. */
function inWords({ treats, provider, waitWeeks, placesFree, countedOn, source }: CommunityServiceFound): string {
  const wait = waitWeeks === null ? 'Wait not known' : `8 in 10 are seen within ${waitWeeks === 1 ? '1 week' : `${waitWeeks} weeks`}`;
  const places = placesFree === null ? 'Places free not known' : placesFree === 1 ? '1 place free' : `${placesFree} places free`;
  return `${treats}. ${provider}. ${wait}. ${places}. As of ${longDate(countedOn)}. Source: ${source}.`;
}
