import { actorOf, type SignedInUser } from '@guardian/access';
import { type EnquiryCommand, HandleEnquiryCommand } from '@guardian/casework';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CommandId, IfRevision } from '../http/command-id';
import { CurrentUser, May } from '../http/signed-in';
import { EnquiryDesk } from '../pages/enquiries/enquiry-desk';
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
    private readonly desk: EnquiryDesk,
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
    const { enquiryId, revision, state, events } = await this.desk.open(user, id);
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
    const { enquiryId } = await this.desk.open(user, id);
    const command = await commandInputFor<EnquiryCommand, SignedInUser>(enquiryCommands, body).read(body, this.known, user);
    const envelope = { actor: actorOf(user), commandId: programCommandId(user, key), ifRevision };
    const handled = await this.commands.execute(new HandleEnquiryCommand(enquiryId, command, envelope));
    const { revision, position, appended, replayed } = handled;
    tellRevision(reply, revision);
    return { revision, position, appended, replayed };
  }
}
