import { actorOf, type SignedInUser } from '@guardian/access';
import { CaseList, Worklist } from '@guardian/caseload';
import { type CaseCommand, CLOCK, HandleCaseCommand } from '@guardian/casework';
import type { Clock } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CommandId, IfRevision } from '../http/command-id';
import { Text } from '../http/fields';
import { ApiRoute } from '../http/routes';
import { CurrentUser, May } from '../http/signed-in';
import { CaseDesk } from '../pages/case/case-desk';
import { PatientSearch } from '../pages/search/patient-search';
import { SystemStatus } from '../pages/status/system-status';
import { CaseQuery, filtersOf, sizeOf, WorklistQuery } from './case-query';
import { caseView, entriesOf } from './case-view';
import { caseCommands } from './commands/case-commands';
import { type CaseAt, commandInputFor } from './commands/command-input';
import { Known } from './known';
import { programCommandId } from './program-command-id';
import { OneOfCommands, RevisedRoute, tellRevision } from './routes';

class CaseSearch {
  /** NHS number, case reference, or name. */
  @Text({ label: 'The text', max: 100, required: 'Enter an NHS number, a case reference or a name' })
  text: string;
}

@Controller('api/v1')
@ApiTags('cases')
@May('see-patients')
export class CasesApi {
  constructor(
    private readonly desk: CaseDesk,
    private readonly known: Known,
    private readonly patients: PatientSearch,
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly projections: ProjectionStatus,
    private readonly status: SystemStatus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('cases')
  @ApiOperation({ summary: 'Open cases, filtered, page by page' })
  async list(@CurrentUser() user: SignedInUser, @Query() query: CaseQuery) {
    const { page = 1, sort, direction, pcn, practice, pathway } = query;
    if (pcn !== undefined) await this.known.pcn('pcn', pcn, user);
    if (practice !== undefined) await this.known.practice('practice', practice, this.known.today, user);
    if (pathway !== undefined) await this.known.pathway('pathway', pathway);
    const newestFirst = direction === 'newest-first';
    const size = sizeOf(query);
    const found = await this.queries.execute(new CaseList(user.scope, filtersOf(query), this.known.today, sort, newestFirst, page, size));
    return { asOf: await this.asOf(), page, size, ...found };
  }

  @Get('worklist')
  @May('work-cases')
  @ApiOperation({ summary: 'Cases that need somebody, most urgent first, with the reasons' })
  async worklist(@CurrentUser() { id, scope }: SignedInUser, @Query() query: WorklistQuery) {
    const { page = 1, of = 'me', show = 'due', ties = 'risk-of-being-missed' } = query;
    const size = sizeOf(query);
    const found = await this.queries.execute(
      new Worklist(scope, of === 'team' ? 'team' : { coordinatorId: id }, this.known.today, page, size, { show, ties }),
    );
    return { asOf: await this.asOf(), page, size, ...found };
  }

  /** By POST: an NHS number never stands in an address. */
  @Post('cases/search')
  @ApiRoute()
  @HttpCode(200)
  @ApiOperation({ summary: 'Find cases by NHS number, case reference or name' })
  async search(@CurrentUser() user: SignedInUser, @Body() { text }: CaseSearch) {
    return { asOf: await this.asOf(), ...(await this.patients.find(user, text)) };
  }

  @Get('cases/:reference')
  @ApiOperation({ summary: 'One case as it stands now' })
  async summary(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const opened = await this.desk.open(user, reference);
    tellRevision(reply, opened.revision);
    return caseView(opened);
  }

  @Get('cases/:reference/timeline')
  @ApiOperation({ summary: 'What happened in a case, oldest first' })
  async timeline(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { revision, events } = await this.desk.open(user, reference);
    tellRevision(reply, revision);
    return { reference, revision, entries: entriesOf(events) };
  }

  @Post('cases/:reference/commands')
  @RevisedRoute()
  @OneOfCommands(caseCommands)
  @May('work-cases')
  @ApiOperation({ summary: 'Do one thing to a case' })
  async command(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Body() body: unknown,
    @CommandId() key: string,
    @IfRevision() ifRevision: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const opened = await this.desk.open(user, reference);
    const command = await commandInputFor<CaseCommand, CaseAt>(caseCommands, body).read(body, this.known, { user, opened });
    const envelope = { actor: actorOf(user), commandId: programCommandId(user, key), ifRevision };
    const { revision, position, appended, replayed } = await this.commands.execute(new HandleCaseCommand(opened.caseId, command, envelope));
    if (position) await this.projections.waitUntil('caseload-cases', position, 1_000);
    tellRevision(reply, revision);
    return { revision, position, appended, replayed };
  }

  /** The instant up to which lists know everything. */
  private async asOf(): Promise<Date> {
    return new Date(this.clock.now().getTime() - 1_000 * ((await this.status.secondsBehind()) ?? 0));
  }
}
