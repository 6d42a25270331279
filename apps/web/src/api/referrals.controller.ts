import type { SignedInUser } from '@guardian/access';
import type { IncomingReferral } from '@guardian/casework';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CommandId } from '../http/command-id';
import { InputRefused } from '../http/input-errors';
import { CurrentUser, May } from '../http/signed-in';
import { ReferralDesk } from '../pages/receive-referral/referral-desk';
import { nhsNumberOf } from '../pages/receive-referral/referral-form';
import { Known } from './known';
import { programCommandId } from './program-command-id';
import { ReferralInput } from './referral-input';
import { OnceRoute, tellRevision } from './routes';

@Controller('api/v1/referrals')
@ApiTags('referrals')
@May('bring-in-referrals')
export class ReferralsApi {
  constructor(
    private readonly desk: ReferralDesk,
    private readonly known: Known,
  ) {}

  @Post()
  @OnceRoute()
  @ApiOperation({ summary: 'Take in a referral: the patient is registered and a case is opened' })
  async receive(
    @CurrentUser() user: SignedInUser,
    @Body() input: ReferralInput,
    @CommandId() key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const referral = await this.referralFrom(user, input);
    const { reference, caseId, revision } = await this.desk.takeIn(user, referral, programCommandId(user, key));
    void reply.header('location', `/api/v1/cases/${reference}`);
    tellRevision(reply, revision);
    return { reference, caseId, revision };
  }

  private async referralFrom(user: SignedInUser, input: ReferralInput): Promise<IncomingReferral> {
    const { patient, details, needs, circumstances, referredOn, onListSince = null } = input;
    const nhsNumber = nhsNumberOf({ ...patient, noNumber: 'yes' });
    if ('problem' in nhsNumber) refuse('patient.nhsNumber', nhsNumber.problem);
    if (referredOn > this.known.today) refuse('referredOn', 'must be today or in the past');
    if (referredOn < patient.bornOn) refuse('referredOn', 'must not be before the date of birth');
    if (onListSince && !input.provider) refuse('provider', 'is needed: say whose list the patient is on');
    if (onListSince && onListSince > this.known.today) refuse('onListSince', 'must be today or in the past');
    if (onListSince && onListSince < referredOn) refuse('onListSince', 'must not be before the referral');
    const practice = await this.known.practice('practice', input.practice, referredOn, user);
    await this.known.pathway('pathway', input.pathway);
    return {
      identity: { title: null, ...patient, nhsNumber: nhsNumber.value },
      ...(details && { details: { address: null, postcode: null, homePhone: null, mobilePhone: null, email: null, ...details } }),
      ...(needs && {
        needs: { language: null, interpreter: false, format: 'standard', adjustments: null, mayBeTexted: false, ...needs },
      }),
      ...(circumstances && {
        circumstances: {
          deprivationDecile: null,
          ethnicity: null,
          learningDisability: false,
          carer: false,
          frailty: null,
          ...circumstances,
        },
      }),
      practice: { code: practice.code, name: practice.name, pcn: practice.pcn?.code ?? null, place: practice.place.code },
      pathwayId: input.pathway,
      priority: input.priority,
      referredOn,
      reason: input.reason,
      referrer: input.referrer,
      source: { system: 'api', identifier: input.identifier ?? null },
      provider: input.provider === undefined ? null : await this.known.provider('provider', input.provider),
      onListSince,
    };
  }
}

function refuse(field: string, message: string): never {
  throw new InputRefused([{ field, message }]);
}
