import { practicesIn, type Scope, type SignedInUser } from '@guardian/access';
import { CLOCK, IDENTITY_RULES, type IdentityRules, type IncomingReferral } from '@guardian/casework';
import { SearchCases } from '@guardian/caseload';
import { Directory, type PracticeOnDay } from '@guardian/directory';
import { type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CommandId } from '../../http/command-id';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices, namedChoices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { priorityWords } from '../../layout/words';
import { isForTheForm } from '../case/case-desk';
import { ReferralDesk } from './referral-desk';
import { nhsNumberOf, PAGE_FIELDS, PatientForm, ReferralForm, SEXES } from './referral-form';

type Step = keyof typeof PAGE_FIELDS;

/** Where the cursor goes when a rule refuses; for any other code, to the NHS number. */
const FIELD_AT_FAULT: Readonly<Record<string, 'bornOn' | 'referredOn' | 'onListSince' | undefined>> = {
  BornInFuture: 'bornOn',
  BornTooLongAgo: 'bornOn',
  DateBeforeReferral: 'onListSince',
  DateInFuture: 'referredOn',
  ReferredBeforeBirth: 'referredOn',
};

/** Receive a referral: who, what for, check. What was typed travels with the pages; nothing is kept before it is saved. */
@Controller('referrals/new')
@May('bring-in-referrals')
export class ReceiveReferralController {
  constructor(
    private readonly desk: ReferralDesk,
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_RULES) private readonly identityRules: IdentityRules,
  ) {}

  @Get()
  start(): Page {
    return this.patientPage(newForm());
  }

  @Post()
  @FormRoute()
  async next(@CurrentUser() user: SignedInUser, @Body() body: FormBody, @CommandId() commandId: string): Promise<Page | SeeOther> {
    const { at, back, ...fields } = body;
    const patient = parseForm(PatientForm, only(fields, PAGE_FIELDS.patient));
    if (back === 'patient') return this.patientPage(typedIn(fields));
    if (!patient.ok) return this.patientPage({ ...patient, typed: typedIn(fields).typed }, 422);
    const number = nhsNumberOf(patient.value);
    if ('problem' in number) return this.patientPage(withError(fields, 'nhsNumber', number.problem), 422);
    if (back === 'referral' || at === 'patient') return this.referralPage(user, typedIn(fields));

    const whole = parseForm(ReferralForm, only(fields, [...PAGE_FIELDS.patient, ...PAGE_FIELDS.referral]));
    if (!whole.ok) return this.referralPage(user, whole, 422);
    const practice = (await this.practicesOf(user.scope)).find(({ code }) => code === whole.value.practice);
    if (!practice) return this.referralPage(user, withError(fields, 'practice', 'Select the practice'), 422);
    if (whole.value.onListSince && !whole.value.provider) {
      return this.referralPage(user, withError(fields, 'provider', 'Select the hospital whose list the patient is on'), 422);
    }
    const referral = await this.referralFrom(whole.value, number.value, practice);
    if (at !== 'check') return this.checkPage(user, typedIn(fields), referral);
    return this.save(user, fields, commandId, referral);
  }

  private async save(user: SignedInUser, fields: FormBody, commandId: string, referral: IncomingReferral): Promise<Page | SeeOther> {
    try {
      const { reference, sentAtOnce } = await this.desk.takeIn(user, referral, commandId);
      const notice = sentAtOnce
        ? `Case ${reference} is open. It is a suspected cancer: recorded as sent at once.`
        : `Case ${reference} is open.`;
      return new SeeOther(`/cases/${reference}`, notice);
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      const field = FIELD_AT_FAULT[error.code] ?? 'nhsNumber';
      const form = withError(fields, field, error.message);
      return field === 'nhsNumber' || field === 'bornOn' ? this.patientPage(form, 422) : this.referralPage(user, form, 422);
    }
  }

  private async referralFrom(form: ReferralForm, nhsNumber: string | null, practice: PracticeOnDay): Promise<IncomingReferral> {
    const provider = (await this.directory.providers()).find(({ code }) => code === form.provider);
    return {
      identity: { nhsNumber, family: form.family, given: form.given, title: null, bornOn: form.bornOn, sex: form.sex },
      details: {
        address: form.address ?? null,
        postcode: form.postcode ?? null,
        homePhone: null,
        mobilePhone: form.mobilePhone ?? null,
        email: null,
      },
      needs: {
        language: form.language ?? null,
        interpreter: form.interpreter === 'yes',
        format: 'standard',
        adjustments: null,
        mayBeTexted: form.mayBeTexted === 'yes',
      },
      practice: { code: practice.code, name: practice.name, pcn: practice.pcn?.code ?? null, place: practice.place.code },
      pathwayId: form.pathway,
      priority: form.priority,
      referredOn: form.referredOn,
      reason: form.reason,
      referrer: form.referrer,
      source: { system: 'form', identifier: null },
      provider: provider ? { code: provider.code, name: provider.name } : null,
      onListSince: form.onListSince ?? null,
    };
  }

  /** Practices whose patients this user is concerned with. */
  private async practicesOf(scope: Scope): Promise<PracticeOnDay[]> {
    return practicesIn(scope, await this.directory.practices(today(this.clock)));
  }

  private patientPage(form: FormState, status = 200): Page {
    return new Page(
      'pages/receive-referral/patient.njk',
      { form, carried: carried(form, 'patient'), sexes: choices(SEXES), demo999: this.identityRules.testNumbersOnly },
      status,
    );
  }

  private async referralPage(user: SignedInUser, form: FormState, status = 200): Promise<Page> {
    const pathways = await this.definitions.all(today(this.clock));
    return new Page(
      'pages/receive-referral/referral.njk',
      {
        form,
        carried: carried(form, 'referral'),
        practices: (await this.practicesOf(user.scope)).map(({ code, name, pcn }) => ({
          value: code,
          text: pcn ? `${name}, ${pcn.name}` : name,
        })),
        pathways: pathways.map(({ id, name }) => ({ value: id, text: name })),
        priorities: choices(priorityWords),
        providers: namedChoices(await this.directory.providers()),
      },
      status,
    );
  }

  private async checkPage(user: SignedInUser, form: FormState, referral: IncomingReferral): Promise<Page> {
    const { nhsNumber } = referral.identity;
    // Only cases that this user may see: the page must not tell that somebody else's patient exists.
    const known = nhsNumber && user.scope.mayReadPatients ? (await this.queries.execute(new SearchCases(user.scope, nhsNumber))).cases : [];
    const pathway = await this.definitions.current(referral.pathwayId, today(this.clock));
    return new Page('pages/receive-referral/check.njk', {
      form,
      carried: carried(form, 'check'),
      referral,
      pathway,
      priority: priorityWords[referral.priority],
      sex: SEXES[referral.identity.sex],
      suspectedCancer: pathway.suspectedCancer || referral.priority === 'two-week-wait',
      same: known.filter((listed) => listed.step !== 'closed' && listed.pathwayId === referral.pathwayId),
      others: known.filter((listed) => listed.step !== 'closed' && listed.pathwayId !== referral.pathwayId),
    });
  }
}

const only = (fields: FormBody, names: readonly string[]): FormBody =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));

/** What was typed so far, without judging it. */
const typedIn = (fields: FormBody): FormState => ({ ...withError(fields, '', ''), errors: [] });

const carried = (form: FormState, step: Step) => {
  const shown: readonly string[] = PAGE_FIELDS[step];
  return Object.entries(form.typed).flatMap(([name, value]) =>
    shown.includes(name) ? [] : [value].flat().map((text) => ({ name, text })),
  );
};
