import { WebSession1795000000030 } from './web-session.migration';

export * from './demo-users';
export * from './roles';
export * from './scope';
export * from './signed-in-user';
export * from './web-sessions';

export const accessMigrations = [WebSession1795000000030];
