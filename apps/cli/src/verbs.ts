import type { Verb } from './guardian';

/** Every verb: one file that exports `run`, and one line here. A verb is loaded only when it is asked for. */
export const verbs: Readonly<Record<string, Verb>> = {
  start: { help: 'start Guardian, and a database when DATABASE_URL names none', load: () => import('./start.js') },
  demo: { help: 'live through invented cases: --cases 2000 --seed 1 [--until YYYY-MM-DD]', load: () => import('./demo/verb.js') },
  migrate: {
    help: 'bring the database in DATABASE_URL up to date: migrate [--log-partitions 16]',
    load: () => import('./migrate.js'),
  },
  import: {
    help: 'check and import a file of referrals: import <file.csv> [--check] [--bad-rows out.csv]',
    load: () => import('./import.js'),
  },
  directory: {
    help: 'bring in a national file: directory practices|pcn-partners <file.csv>',
    load: () => import('./directory.js'),
  },
  accounts: {
    help: 'let somebody log in, above all the first administrator: accounts add --name … --role … --organisation … --subject … --why …',
    load: () => import('./accounts.js'),
  },
  clock: { help: 'waiting-time clocks of dated facts: clock < cases.json > clocks.json', load: () => import('./clock.js') },
  returns: {
    help: 'count a month end for the national returns: returns rtt|dm01 --month 2026-07 [--known then|now], or returns open-pathways',
    load: () => import('./returns.js'),
  },
  replay: {
    help: 'build read models anew beside the live ones: replay [<read-model> …] [--workers 1]',
    load: () => import('./replay.js'),
  },
  backup: {
    help: 'copy what cannot be made anew: backup --to <folder>, or backup --verify <folder>',
    load: () => import('./backup.js'),
  },
  restore: {
    help: 'bring a backup into a new, empty database: restore --from <folder> --keys <file> [--log-partitions 16]',
    load: () => import('./restore.js'),
  },
  keys: {
    help: 'the keys of personal data: keys backup --to <file>, keys restore --from <file>, keys rotate',
    load: () => import('./keys.js'),
  },
  verify: {
    help: 'tell whether the log of events, the read audit and the changes of accounts are as they were sealed',
    load: () => import('./verify.js'),
  },
  'copy-log': {
    help: 'copy the log into another store: copy-log --from <address> --to <address> [--verify]',
    load: () => import('./copy-log.js'),
  },
  'log-moved': { help: 'tell the lists that the log was copied to where the configuration says now', load: () => import('./log-moved.js') },
  status: { help: 'how old each list is, and what stands still', load: () => import('./status.js') },
};
