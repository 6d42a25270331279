import { actorOf, scopeCovers, type SignedInUser } from '@guardian/access';
import { type EnquiryCommand, type EnquiryRecord, HandleEnquiryCommand, Records } from '@guardian/casework';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { validate as isUuid } from 'uuid';
import { CommandId, IfRevision } from '../http/command-id';
import { NotFound } from '../http/input-errors';
import { CurrentUser, May } from '../http/signed-in';
import { commandInputFor } from './commands/command-input';
import { enquiryCommands, ReceiveEnquiry } from './commands/enquiry';
import { Known } from './known';
import { programCommandId } from './program-command-id';
import { OnceRoute, OneOfCommands, RevisedRoute, tellRevision } from './routes';

/** Questions that reach the service: open to the team of their place, or to all where none is named, until they are tied to a case, then to those who may see the case. */
@Controller('api/v1/enquiries')
@ApiTags('enquiries')
@May('work-cases')
export class EnquiriesApi {
  constructor(
    private readonly records: Records,
    private readonly commands: CommandBus,
    private readonly known: Known,
  ) {}

  @Post()
  @OnceRoute()
  @ApiOperation({ summary: 'Record a question that reached the service' })
  async receive(
    @CurrentUser() user: SignedInUser,
    @Body() input: ReceiveEnquiry,
    @CommandId() key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // The same key means the same enquiry.
    const enquiryId = programCommandId(user, key);
    const envelope = { actor: actorOf(user), commandId: enquiryId };
    const { revision } = await this.commands.execute(new HandleEnquiryCommand(enquiryId, { type: 'ReceiveEnquiry', ...input }, envelope));
    void reply.header('location', `/api/v1/enquiries/${enquiryId}`);
    tellRevision(reply, revision);
    return { enquiryId, revision };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One enquiry with what happened to it, oldest first' })
  async enquiry(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { enquiryId, revision, state, events } = await this.open(user, id);
    tellRevision(reply, revision);
    const entries = events.map(({ revision: entry, type, data, metadata: { recordedAt } }) => ({ entry, type, data, recordedAt }));
    return { enquiryId, revision, ...state, entries };
  }

  @Post(':id/commands')
  @RevisedRoute()
  @OneOfCommands(enquiryCommands)
  @ApiOperation({ summary: 'Do one thing to an enquiry' })
  async command(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @Body() body: unknown,
    @CommandId() key: string,
    @IfRevision() ifRevision: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { enquiryId } = await this.open(user, id);
    const command = await commandInputFor<EnquiryCommand, SignedInUser>(enquiryCommands, body).read(body, this.known, user);
    const envelope = { actor: actorOf(user), commandId: programCommandId(user, key), ifRevision };
    const handled = await this.commands.execute(new HandleEnquiryCommand(enquiryId, command, envelope));
    const { revision, position, appended, replayed } = handled;
    tellRevision(reply, revision);
    return { revision, position, appended, replayed };
  }

  /** Throws NotFound for what is not there, and in the same words for what is not this user's. */
  private async open({ scope }: SignedInUser, id: string): Promise<EnquiryRecord> {
    if (!isUuid(id)) throw new NotFound();
    const record = await this.records.enquiry(id);
    const { received, caseId, place: team } = record.state;
    if (!received) throw new NotFound();
    if (caseId === null) {
      if (team !== null && !scopeCovers(scope, { placeCode: team, pcnCode: null, practiceCode: null })) throw new NotFound();
      return record;
    }
    const { opened } = (await this.records.case(caseId)).state;
    if (!opened) throw new NotFound();
    const { place, pcn, code } = opened.practice;
    if (!scopeCovers(scope, { placeCode: place, pcnCode: pcn, practiceCode: code })) throw new NotFound();
    return record;
  }
}
