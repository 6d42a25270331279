// Who may know whom: `npm run deps`. test/architecture plants one breach of every rule and expects it to be reported.

const NEST = ['@nestjs/common', '@nestjs/cqrs'];
const ROWS = ['typeorm', '@nestjs/typeorm'];

/** Per library: the libraries whose front door it may use, and the packages beside Node itself. */
const LIBRARIES = {
  kernel: { knows: [], uses: ['temporal-polyfill'] },
  'waiting-times': { knows: ['kernel'], uses: [] },
  'event-store': { knows: ['kernel'], uses: ['pg', 'pg-copy-streams', 'typeorm', '@eventstore/db-client'] },
  projections: { knows: ['kernel', 'event-store'], uses: ['pg', 'pg-copy-streams', 'typeorm'] },
  access: { knows: ['kernel', 'event-store', 'projections'], uses: ['pg', ...ROWS, ...NEST] },
  directory: { knows: ['kernel', 'projections'], uses: [...ROWS, ...NEST, 'csv-parse'] },
  pathways: { knows: ['kernel', 'event-store'], uses: [...NEST, 'uuid'] },
  casework: { knows: ['kernel', 'event-store', 'waiting-times', 'pathways'], uses: [...NEST, 'uuid'] },
  caseload: { knows: ['kernel', 'projections', 'casework', 'waiting-times', 'directory', 'pathways', 'access'], uses: [...ROWS, ...NEST] },
  oversight: { knows: ['kernel', 'projections', 'casework', 'waiting-times', 'directory', 'pathways', 'access'], uses: [...ROWS, ...NEST] },
  intake: {
    knows: ['kernel', 'event-store', 'projections', 'casework', 'caseload', 'directory', 'pathways'],
    uses: [...ROWS, ...NEST, 'csv-parse', 'uuid'],
  },
};

// Specs may use test/support and whatever they need to look at what they test.
const SPEC = '\\.spec\\.ts$|/contract/|given-when-then\\.ts$';
const DOMAIN = '^libs/([^/]+)/src/domain/';
const anyOf = (names) => `(?:${names.join('|')})`;
const packages = (names) => `node_modules/(?:@types/)?${anyOf(names)}/`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const libraryRules = Object.entries(LIBRARIES).flatMap(([library, { knows, uses }]) => {
  const from = { path: `^libs/${library}/`, pathNot: SPEC };
  return [
    rule(`${library}-knows-its-neighbours-only`, 'See LIBRARIES: knows.', from, {
      path: '^(?:libs|config)/',
      pathNot: `^libs/${anyOf([library, ...knows])}/`,
    }),
    rule(`${library}-uses-its-packages-only`, 'See LIBRARIES: uses.', from, {
      path: 'node_modules/',
      ...(uses.length > 0 && { pathNot: packages(uses) }),
    }),
  ];
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...libraryRules,
    rule(
      'libraries-are-listed',
      'A new library states its neighbours in LIBRARIES.',
      { path: `^libs/(?!${anyOf(Object.keys(LIBRARIES))}/)` },
      {},
    ),
    rule(
      'domain-is-pure',
      'What may be decided is plain values and functions: no framework, no driver, nothing of Node, nothing of the library around it.',
      { path: DOMAIN, pathNot: SPEC },
      { pathNot: ['^libs/$1/src/domain/', '^libs/(?:kernel|waiting-times)/src/'] },
    ),
    rule(
      'kernel-and-clocks-run-anywhere',
      'No clock, chance or file can enter where nothing of Node can.',
      { path: '^libs/(?:kernel|waiting-times)/', pathNot: SPEC },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'through-the-front-door',
      'A library is known by its index.ts, casework to those who only read by its events.ts as well.',
      { path: '^(?:libs/([^/]+)|apps|config)/', pathNot: SPEC },
      { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/casework/src/events\\.ts$'] },
    ),
    rule(
      'readers-see-events-only',
      'A read model that could send a command would one day do so.',
      { path: '^libs/(?:caseload|oversight)/', pathNot: SPEC },
      { path: '^libs/casework/', pathNot: '^libs/casework/src/events\\.ts$' },
    ),
    rule(
      'nobody-imports-an-app',
      'Apps are where things are put together.',
      { path: '^(?:libs|config)/', pathNot: SPEC },
      { path: '^(?:apps|test)/' },
    ),
    rule('apps-do-not-know-each-other', 'They share libraries.', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    rule(
      'apps-leave-the-database-to-libraries',
      'Only the launcher of the database knows its driver.',
      { path: '^apps/', pathNot: [SPEC, '^apps/cli/src/embedded-postgres\\.ts$'] },
      { path: packages(['typeorm', 'pg']) },
    ),
    rule(
      'config-knows-nothing-of-ours',
      'Everything else is configured by it.',
      { path: '^config/', pathNot: SPEC },
      { path: '^(?:apps|libs|test)/' },
    ),
    rule('no-cycles', 'Two files that need each other are one.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('resolvable', 'What cannot be found cannot be judged.', { pathNot: '^apps/cli/bin/' }, { couldNotResolve: true }), // bin/ starts what the build makes
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'import', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
