import { PathwaysModule } from '@guardian/pathways';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BottlenecksHandler } from './bottlenecks';
import { CourseRow, StayRow } from './stay-row';

/** Needs the application's DataSource. */
@Module({
  imports: [CqrsModule, PathwaysModule, TypeOrmModule.forFeature([StayRow, CourseRow])],
  providers: [BottlenecksHandler],
})
export class OversightModule {}
