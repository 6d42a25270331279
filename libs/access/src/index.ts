import { Account1795000000031 } from './account.migration';
import { EndedSession1795000000034 } from './ended-session.migration';
import { AccountsSealed1795000000039 } from './accounts-sealed.migration';
import { BreakGlass1795000000037 } from './break-glass.migration';
import { BulkExport1795000000046 } from './bulk-export.migration';
import { LogOutToken1795000000033 } from './log-out-token.migration';
import { ReadAudit1795000000032 } from './read-audit.migration';
import { Reader1795000000035 } from './reader.migration';
import { SearchMiss1795000000048 } from './search-miss.migration';
import { Verification1795000000047 } from './verification.migration';
import { WebSession1795000000030 } from './web-session.migration';

export { type Account, AccountRefused, Accounts } from './accounts';
export * from './account-register';
export * from './account-chain';
export * from './break-glass';
export * from './break-glass-chain';
export * from './bulk-exports';
export * from './demo-users';
export * from './program-rights';
export * from './read-audit';
export * from './read-audit-chain';
export * from './roles';
export * from './scope';
export * from './sealed-tables';
export * from './search-misses';
export * from './showing';
export * from './signed-in-user';
export * from './verification';
export * from './verify-all';
export * from './wall';
export * from './web-sessions';

export const accessMigrations = [
  WebSession1795000000030,
  Account1795000000031,
  ReadAudit1795000000032,
  LogOutToken1795000000033,
  EndedSession1795000000034,
  Reader1795000000035,
  BreakGlass1795000000037,
  AccountsSealed1795000000039,
  BulkExport1795000000046,
  Verification1795000000047,
  SearchMiss1795000000048,
];
