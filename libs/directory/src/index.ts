export * from './directory';
export { DirectoryModule } from './directory.module';
export * from './entities';
export type { RowReport } from './import/csv-rows';
export { DirectoryImports } from './import/directory-imports';
export { loadShippedDirectory } from './load-shipped-directory';
export { directoryMigrations } from './migrations';
export { pcnNameProblems } from './names';
export { subIcbOfPlace } from './sub-icb-places';
