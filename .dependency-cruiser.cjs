// Which folder may know which; src/README.md draws the same as a map.
const FEATURES = [
  'access-log',
  'agreements',
  'breaches',
  'cases',
  'collection-pauses',
  'debts',
  'enrolment',
  'expiry',
  'evidence',
  'feedback',
  'feeds',
  'identity',
  'invitations',
  'legal-basis',
  'linkage',
  'log-review',
  'log-tree',
  'mandates',
  'notifications',
  'outcomes',
  'parties',
  'postcodes',
  'programmes',
  'quality',
  'publication',
  'quotas',
  'registers',
  'registry',
  'repeats',
  'retention',
  'reviews',
  'rights',
  'sealing-keys',
  'statistics',
  'transfers',
  'triage',
  'workbench',
]
const FEATURE = `^src/(${FEATURES.join('|')})/`
const PLUMBING = '/(routes|service|store|tables|index)[.]ts$'
// Hashes over leaves: pure, and too small to be a folder of its own.
const VOCABULARY = '^src/log-tree/(tree|subset-proof)[.]ts$'
const TYPES = ['type-only']

const rule = (name, from, to) => ({ name, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),

    // The floor.
    rule(
      'kernel-imports-only-kernel',
      { path: '^src/kernel/' },
      { pathNot: '^src/kernel/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'crypto-imports-only-kernel',
      { path: '^src/crypto/' },
      {
        pathNot: [
          '^src/(kernel|crypto)/',
          'node_modules/(@types/)?(jose|node-forge|@peculiar/x509|reflect-metadata)/',
        ],
        dependencyTypesNot: ['core'],
      },
    ),
    // Pure throughout, so that domain files of other features may use it as vocabulary.
    rule(
      'linkage-is-pure',
      { path: '^src/linkage/' },
      { pathNot: '^src/(kernel|crypto|linkage)/', dependencyTypesNot: ['core', ...TYPES] },
    ),
    // How notifications of one debt follow on each other: pure, for those who receive and who match.
    rule('debts-are-pure', { path: '^src/debts/' }, { pathNot: '^src/(kernel|debts)/' }),
    // How people write notifications: pure, so that a browser may read a spreadsheet the same way.
    rule(
      'spreadsheet-is-pure',
      { path: '^src/spreadsheet/' },
      { pathNot: '^src/(kernel|spreadsheet)/', dependencyTypesNot: TYPES },
    ),
    rule(
      'floor-knows-no-feature',
      { path: '^src/(kernel|crypto|db|http)/' },
      {
        path: [FEATURE, '^src/(console|jobs|client|cli|demo|conformance)/'],
        dependencyTypesNot: TYPES,
      },
    ),

    // Between features.
    rule(
      'features-meet-at-index',
      { path: FEATURE },
      {
        path: FEATURE,
        pathNot: ['^src/$1/', '/index[.]ts$', VOCABULARY],
        dependencyTypesNot: TYPES,
      },
    ),
    rule(
      'outsiders-use-the-door',
      { path: '^src/(console|jobs)/' },
      { path: FEATURE, pathNot: '/index[.]ts$', dependencyTypesNot: TYPES },
    ),
    // The parties' side of the wire: what they run may hold a person, the hub's features may not.
    rule(
      'person-stays-inside',
      { path: '^src/', pathNot: '^src/(identity|client|cli|demo)/' },
      { path: '^src/identity/person[.]ts$' },
    ),
    rule(
      'features-know-no-program',
      { path: [FEATURE, '^src/(jobs|console)/'] },
      { path: '^src/(cli|demo|conformance)/' },
    ),
    rule(
      'client-knows-no-store',
      { path: '^src/client/' },
      { path: ['^src/db/', '/(store|tables|service|routes)[.]ts$'] },
    ),
    // The checker must not believe what the writer believes.
    rule(
      'checker-shares-nothing-with-the-writer',
      { path: '^src/access-log/verify[^/]*[.]ts$' },
      {
        path: '^src/',
        pathNot: '^src/access-log/verify[^/]*[.]ts$',
        dependencyTypesNot: TYPES,
      },
    ),

    // Inside a feature.
    rule(
      'domain-files-are-pure',
      { path: FEATURE, pathNot: PLUMBING },
      {
        pathNot: [
          '^src/$1/',
          '^src/(kernel|crypto)/',
          '^src/(debts|linkage)/index[.]ts$',
          VOCABULARY,
        ],
        dependencyTypesNot: ['core', ...TYPES],
      },
    ),
    rule(
      'domain-knows-no-plumbing',
      { path: FEATURE, pathNot: PLUMBING },
      { path: '/(routes|service|store|tables)[.]ts$', dependencyTypesNot: TYPES },
    ),
    rule('store-knows-no-service', { path: '/(store|tables)[.]ts$' }, { path: '/service[.]ts$' }),
    rule(
      'nothing-imports-routes',
      { path: '^src/', pathNot: '^src/app[.]ts$' },
      { path: '^src/.*/routes[.]ts$' },
    ),

    // Packages.
    rule(
      'sql-lives-in-stores',
      { path: '^src/', pathNot: ['^src/db/', '/(store|tables)[.]ts$'] },
      { path: 'node_modules/(drizzle-orm|postgres)/' },
    ),
    rule(
      'fastify-stays-at-the-edge',
      {
        path: '^src/',
        pathNot: [
          '^src/(http|console)/',
          '^src/(app|listen|main)[.]ts$',
          '/routes[.]ts$',
          // A program of its own, that no hub runs.
          '^src/witness/server[.]ts$',
        ],
      },
      { path: 'node_modules/(fastify|fastify-plugin|@fastify)/' },
    ),
    rule(
      'crypto-packages-have-one-home',
      { path: '^src/', pathNot: ['^src/crypto/', '^src/browser/'] },
      { path: 'node_modules/(@types/)?(jose|node-forge|@peculiar/x509)/' },
    ),
    // What runs in a browser reads files and words like the parties' program, and nothing of a hub.
    rule(
      'browser-stays-outside',
      { path: '^src/browser/' },
      {
        pathNot: [
          '^src/(browser|spreadsheet|kernel)/',
          '^src/console/texts/',
          '^src/cli/(failure|delivery/(sheet-items|studied-sheet|row-meaning|item-outcome))[.]ts$',
          '^src/cli/files/(csv-form|safe-cells|workbook-parts|workbook-rows)[.]ts$',
          'node_modules/(jose|csv-parse)/',
        ],
        dependencyTypesNot: TYPES,
      },
    ),
    rule(
      'no-dev-dependencies-in-src',
      { path: '^src/' },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: TYPES,
        pathNot: 'node_modules/@types/',
      },
    ),

    // The tree.
    rule('src-never-imports-test', { path: '^src/' }, { path: '^test/' }),
    rule(
      'no-orphans',
      {
        orphan: true,
        path: '^src/',
        pathNot: ['^src/(main|generated/|browser/)', '^src/cli/main[.]ts$'],
      },
      {},
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
