import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Directory } from './directory';
import { directoryEntities } from './entities';
import { DirectoryImports } from './import/directory-imports';

/** Needs TypeORM's data source from the application, with the snake-case naming strategy. */
@Module({
  imports: [TypeOrmModule.forFeature(directoryEntities)],
  providers: [Directory, DirectoryImports],
  exports: [Directory, DirectoryImports],
})
export class DirectoryModule {}
