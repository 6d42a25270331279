import { CLOCK } from '@guardian/casework';
import { Directory } from '@guardian/directory';
import { type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

/** The codes that the other routes take, as they are today. */
@Controller('api/v1')
@ApiTags('directory')
export class DirectoryApi {
  constructor(
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('pathways')
  @ApiOperation({ summary: 'The agreed pathways that cases start on today' })
  async pathways() {
    return { pathways: await this.definitions.all(today(this.clock)) };
  }

  @Get('directory/practices')
  @ApiOperation({ summary: 'Practices that are open today, with PCN and place' })
  async practices() {
    return { practices: await this.directory.practices(today(this.clock)) };
  }

  @Get('directory/pcns')
  @ApiOperation({ summary: 'PCNs of today, with place' })
  async pcns() {
    return { pcns: await this.directory.pcns(today(this.clock)) };
  }

  @Get('directory/providers')
  @ApiOperation({ summary: 'Hospitals and diagnostic providers' })
  async providers() {
    return { providers: await this.directory.providers() };
  }
}
