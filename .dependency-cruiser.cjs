/**
 * The architecture's import rules. Each comment is the message a contributor sees, so it gives the reason.
 * Type-only imports count: a type that crosses a boundary ties the two sides together just as a call does.
 */
module.exports = {
  forbidden: [
    {
      name: 'model-is-pure',
      comment:
        'pact/model is a pure state machine that every node must compute alike: it imports nothing but its own folder, so no clock, randomness, locale or I/O can reach it. Pass the fact in as an argument.',
      severity: 'error',
      from: { path: '^daemon/src/pact/model/' },
      to: { pathNot: '^daemon/src/pact/model/' },
    },
    {
      name: 'api-uses-front-doors',
      comment:
        'A handler turns a request into one call and its outcome into a reply. It reaches the parts below only through the index.ts or types.ts of their folder, errors.ts, config.ts and contract/, so that a part can change inside without the API noticing.',
      severity: 'error',
      from: { path: '^daemon/src/api/' },
      to: {
        path: '^daemon/src/',
        pathNot: '^daemon/src/(api/|contract/|errors\\.ts$|config\\.ts$|[^/]+/(index|types)\\.ts$)',
      },
    },
    {
      name: 'network-knows-nobody',
      comment:
        'network/ carries connections. Pacts, feeds and federation register a channel and a gate with it; it must not know them, or admission rules would be spread over two places.',
      severity: 'error',
      from: { path: '^daemon/src/network/' },
      to: { path: '^daemon/src/(pact|feed|federation|projection|hooks|api|contract)/' },
    },
    {
      name: 'logs-do-not-read-projections',
      comment:
        'The projection is rebuilt from the logs at any time, so a log may hand rows to projection/index.ts but must never depend on what is inside.',
      severity: 'error',
      from: { path: '^daemon/src/(pact|feed|federation)/' },
      to: { path: '^daemon/src/projection/', pathNot: '^daemon/src/projection/(index|types)\\.ts$' },
    },
    {
      name: 'projection-serves-nobody-above',
      comment:
        'projection/ reads logs through pact/index.ts or types; it never reaches up to the API or sideways to the network.',
      severity: 'error',
      from: { path: '^daemon/src/projection/' },
      to: { path: '^daemon/src/(api|network|contract)/|^daemon/src/pact/(?!(index|types)\\.ts$|model/)' },
    },
    {
      name: 'derived-knows-nobody',
      comment: 'derived/ keeps files for projection/, search/ and similar/; it knows nothing of what is in them.',
      severity: 'error',
      from: { path: '^daemon/src/derived/' },
      to: { path: '^daemon/src/', pathNot: '^daemon/src/derived/' },
    },
    {
      name: 'derived-is-its-front-door',
      comment: 'Everybody else opens such a file through derived/index.ts, which sees to damage.',
      severity: 'error',
      from: { path: '^daemon/src/', pathNot: '^daemon/src/derived/' },
      to: { path: '^daemon/src/derived/', pathNot: '^daemon/src/derived/index\\.ts$' },
    },
    {
      name: 'following-knows-no-index',
      comment:
        'following/ runs a thread that is told what arrives. What the thread makes of it is the business of search/ and similar/, which stand on it.',
      severity: 'error',
      from: { path: '^daemon/src/following/' },
      to: {
        path: '^daemon/src/(api|network|contract|node|pact|search|similar)/|^daemon/src/projection/(?!(index|types)\\.ts$)',
      },
    },
    {
      name: 'search-follows-the-projection',
      comment:
        'search/ makes its index from the arrival feed, which projection/index.ts gives it. It knows no log, no network and no request, so the index can be thrown away and made again whatever they do.',
      severity: 'error',
      from: { path: '^daemon/src/search/' },
      to: { path: '^daemon/src/(api|network|contract|node|pact)/|^daemon/src/projection/(?!(index|types)\\.ts$)' },
    },
    {
      name: 'search-is-its-front-door',
      comment:
        'Only the thread that search/index.ts starts touches the index; everybody else asks through search/index.ts or types.ts.',
      severity: 'error',
      from: { path: '^daemon/src/', pathNot: '^daemon/src/search/' },
      to: { path: '^daemon/src/search/', pathNot: '^daemon/src/search/(index|types)\\.ts$' },
    },
    {
      name: 'similar-follows-the-projection',
      comment:
        'similar/ makes its index from the arrival feed, as search/ does, and is asked through similar/index.ts or types.ts, so it can be thrown away and made again at any time.',
      severity: 'error',
      from: { path: '^daemon/src/similar/' },
      to: {
        path: '^daemon/src/(api|network|contract|node|pact|search)/|^daemon/src/projection/(?!(index|types)\\.ts$)',
      },
    },
    {
      name: 'similar-is-its-front-door',
      comment:
        'Only the thread that similar/index.ts starts touches the index; everybody else asks through similar/index.ts or types.ts.',
      severity: 'error',
      from: { path: '^daemon/src/', pathNot: '^daemon/src/similar/' },
      to: { path: '^daemon/src/similar/', pathNot: '^daemon/src/similar/(index|types)\\.ts$' },
    },
    {
      name: 'nothing-below-imports-api',
      comment:
        'Only the daemon as a whole mounts the API. A part that needs something of it has the dependency the wrong way round.',
      severity: 'error',
      from: { path: '^daemon/src/', pathNot: '^daemon/src/(api/|main\\.ts$|daemon\\.ts$)' },
      to: { path: '^daemon/src/api/' },
    },
    {
      name: 'outside-speaks-the-contract',
      comment:
        'Everything under clients, skill and examples speaks HTTP as openapi.yaml describes it, so it works against any daemon. It never imports the daemon.',
      severity: 'error',
      from: { path: '^(clients|skill|examples)/' },
      to: { path: '(^|/)daemon/|@concordat/daemon' },
    },
    {
      name: 'mcp-is-loaded-late',
      comment:
        'The daemon mounts @concordat/mcp by a dynamic import at the first request of /mcp: most daemons never get one, and loading it would cost each of them a fifth of a second and 15 MB. Nothing else of clients/ is its business.',
      severity: 'error',
      from: { path: '^daemon/src/' },
      to: { path: '^clients/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'typescript-goes-through-the-client',
      comment: 'Everything written in TypeScript enters the daemon through @concordat/client, by its package name.',
      severity: 'error',
      from: { path: '^(clients/(?!typescript/)|examples/)' },
      to: { path: '^clients/typescript/src/' },
    },
    {
      name: 'nothing-imports-main-or-scripts',
      comment:
        'main.ts and scripts are ends of the graph: they build and run the parts. Move what you need into a part.',
      severity: 'error',
      from: { pathNot: '^(scripts/|bench/|faults/|test/)' },
      to: { path: '^(daemon/src/main\\.ts$|scripts/)' },
    },
    {
      name: 'sources-do-not-import-tests',
      comment: 'What is shipped must not need a test file.',
      severity: 'error',
      from: { path: '/src/' },
      to: { path: '(^|/)test/' },
    },
    {
      name: 'generated-imports-nothing-of-ours',
      comment:
        'Generated files can be made again from the contract alone. Only the generated error classes stand on a class that is written by hand.',
      severity: 'error',
      from: { path: '/generated/' },
      to: { pathNot: ['/generated/', '(^|/)node_modules/', '^clients/typescript/src/api-error\\.ts$'] },
    },
    {
      name: 'sources-use-declared-packages',
      comment: 'A package that shipped code needs stands in the dependencies of its own workspace, pinned exactly.',
      severity: 'error',
      from: { path: '^(daemon|clients/[^/]+)/src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      comment: 'A cycle means that two files are one. Merge them, or move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: delete it, or connect it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.test\\.ts$',
          '(^|/)[^/]+\\.config\\.ts$',
          '/generated/',
          '^test/setup/',
          '^scripts/',
        ],
      },
      to: {},
    },
    {
      name: 'not-unresolvable',
      comment:
        'This import leads nowhere. Is the package in package.json, and has `npm run build` made the dist folders?',
      severity: 'error',
      from: {},
      // node:sqlite exists from Node 22 on and is looked for at run time.
      to: { couldNotResolve: true, pathNot: '^node:sqlite$' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)(dist|coverage)/.*\\.map$|(^|/)\\.venv/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.d.ts', '.js', '.cjs', '.mjs'],
    },
  },
};
