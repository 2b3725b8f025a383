/** The floors of docs/ARCHITECTURE.md: a folder imports only from floors below its own. */
const floors = [
  ['platform'],
  ['identity'],
  ['files'],
  ['contacts', 'channels'],
  ['imports', 'notes', 'duplicates', 'templates'],
  ['conversations'],
  ['messages'],
  ['live', 'webhooks', 'reports', 'operations', 'erasure', 'transfers'],
  ['webchat', 'push'],
  ['campaigns', 'automations', 'autopilot', 'demo'],
]

const upward = floors.flatMap((floor, index) =>
  floor.map((name) => {
    const allowed = [name, ...floors.slice(0, index).flat()]
    return {
      name: `floor-of-${name}`,
      comment: `server/${name} imports only ${allowed.join(', ')}: imports go down, events go up.`,
      severity: 'error',
      from: { path: `^server/${name}/` },
      to: { path: '^server/', pathNot: `^server/(${allowed.join('|')})/` },
    }
  }),
)

/** The dashboard's: its features are neighbours, and only the shell knows them all. */
const shared = ['ui', 'api']

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'ui-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^dashboard/ui/' },
      to: { path: '^(dashboard|server|widget)/', pathNot: '^dashboard/ui/' },
    },
    {
      name: 'api-imports-no-feature',
      severity: 'error',
      from: { path: '^dashboard/api/' },
      to: { path: '^(dashboard|server|widget)/', pathNot: '^dashboard/(ui|api)/' },
    },
    {
      name: 'features-of-the-dashboard-are-neighbours',
      comment: 'What one feature needs of another comes from the shell.',
      severity: 'error',
      from: { path: '^dashboard/([^/]+)/', pathNot: '^dashboard/(shell|ui|api)/' },
      to: { path: '^(dashboard/[^/]+|server|widget)/', pathNot: `^dashboard/($1|${shared.join('|')})/` },
    },
    {
      name: 'subfolders-are-private',
      comment:
        "A feature's top files are its door; what stands in its subfolders is its own. (platform/events and platform/live are doors too.)",
      severity: 'error',
      from: { path: '^server/([^/]+)/' },
      to: { path: '^server/[^/]+/[^/]+/', pathNot: ['^server/$1/', '^server/platform/(events|live)/'] },
    },
    {
      name: 'app-mounts-routes-and-subscribers',
      comment: 'routes and subscribers are imported by app.ts and worker.ts alone.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(app|worker)\\.ts$' },
      to: {
        path: ['^server/[^/]+/[a-z-]*routes\\.ts$', '^server/[^/]+/subscribers\\.ts$'],
        pathNot: '^server/platform/',
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'What ends in .js runs in a browser, and is loaded by its page.',
      severity: 'error',
      from: { orphan: true, path: '^server/', pathNot: '\\.(test\\.ts|js)$' },
      to: {},
    },
    {
      name: 'server-knows-no-tests',
      severity: 'error',
      from: { path: '^server/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench|bin)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.test\\.ts$', '^(dashboard|widget)/(dist|\\.new-|\\.old-)'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
