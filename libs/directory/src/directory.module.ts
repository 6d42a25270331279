import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Directory } from './directory';
import { directoryEntities } from './entities';
import { DirectoryImports } from './import/directory-imports';
import { PracticeHistories } from './practice-history';

/** Needs TypeORM's data source from the application, with the snake-case naming strategy. */
@Module({
  imports: [TypeOrmModule.forFeature(directoryEntities)],
  providers: [Directory, DirectoryImports, PracticeHistories],
  exports: [Directory, DirectoryImports, PracticeHistories],
})
export class DirectoryModule {}
