import { Module } from '@nestjs/common';
import { PathwayDefinitions } from './pathway-definitions';

/** Needs a StreamRunner from the application. */
@Module({ providers: [PathwayDefinitions], exports: [PathwayDefinitions] })
export class PathwaysModule {}
