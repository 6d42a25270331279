import { PathwaysModule } from '@guardian/pathways';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BottlenecksHandler } from './bottlenecks';
import { ClockCaseRow, ClockRow } from './clocks/case-clocks';
import { WaitingCasesHandler } from './clocks/waiting-cases';
import { WaitsHandler } from './clocks/waits';
import { OpenPathwaysHandler } from './returns/open-pathways';
import { ReturnCasesHandler } from './returns/return-cases';
import { StatutoryReturnsHandler } from './returns/statutory-returns';
import { CourseRow, StayRow } from './stay-row';

/** Needs the application's DataSource. */
@Module({
  imports: [CqrsModule, PathwaysModule, TypeOrmModule.forFeature([StayRow, CourseRow, ClockCaseRow, ClockRow])],
  providers: [BottlenecksHandler, WaitsHandler, WaitingCasesHandler, StatutoryReturnsHandler, ReturnCasesHandler, OpenPathwaysHandler],
})
export class OversightModule {}
