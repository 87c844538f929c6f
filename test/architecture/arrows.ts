// Who may import whom. A folder that is not named here belongs to the nearest one above it that is, and a file that
// belongs to none is refused. Each may also import from itself. Types count like values.

/** Any module of Node. */
const NODE = 'node:*';
/** Everything: for tests, which look at the house from all sides. */
export const ANYTHING = '*';

/**
 * Folder -> what its files may import: folders, the doors of this package by their names, and packages.
 * Files named `*.test.ts` are free, and nothing may import them.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  // What a class declares, and what an API is.
  decorators: ['reflect-metadata'],
  // The numbers of the API in text form.
  scalars: [],
  // Which name was probably meant.
  spelling: [],
  // A pattern means what RE2 says, and takes no more time than RE2 would.
  schema: ['scalars', 're2js'],
  // What YAML means to kubectl and the API server.
  'schema/yaml': ['schema', 'js-yaml'],
  // The schemas of Kubernetes' own kinds, in a file.
  'schema/published': ['schema', 'node:fs'],

  // Source -> model -> documents. Of these, only `read` knows ts-morph and only `emit` writes YAML.
  'codegen/model': ['schema'],
  'codegen/files': [NODE],
  'codegen/read': ['codegen/files', 'codegen/model', 'schema', 'schema/published', 'decorators', NODE, 'ts-morph'],
  'codegen/check': ['codegen/model', 'schema', 'spelling', 'node:path'],
  'codegen/emit': ['codegen/model', 'schema', NODE, 'js-yaml'],
  // What a project says in package.json; and what one run leaves for the next, which knows by it that nothing has changed.
  'codegen/config': ['codegen/check', 'codegen/files', 'codegen/model', 'schema', 'spelling', NODE],
  'codegen/cache': ['codegen/config', 'codegen/emit', 'codegen/files', 'codegen/model', NODE],
  codegen: [
    'codegen/read',
    'codegen/check',
    'codegen/emit',
    'codegen/model',
    'codegen/files',
    'codegen/config',
    'codegen/cache',
    NODE,
  ],
  cli: [
    'codegen',
    'codegen/files',
    'codegen/model',
    'codegen/emit',
    'dev',
    'devcluster',
    'devcluster/files',
    NODE,
    'commander',
    'diff',
  ],

  // The runtime, from the leaves up. Only `client` speaks HTTP to the API server, and reads kubeconfigs.
  'runtime/clock': [],
  'runtime/log': ['runtime/clock', NODE, 'pino'],
  'runtime/queue': ['runtime/clock'],
  'runtime/meta': ['decorators', 'scalars', 'runtime/log'],
  'runtime/kinds': ['decorators'],
  // JSON of the API as bytes: found in streams, read in part, kept outside the heap.
  'runtime/encoded': [NODE],
  // The only one that knows OpenTelemetry, which operators may go without.
  'runtime/tracing': ['runtime/clock', 'runtime/log', '@opentelemetry/api'],
  'runtime/client': [
    'decorators',
    'runtime/encoded',
    'runtime/tracing',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
    'undici',
    'socks',
    'js-yaml',
  ],
  'runtime/cache': [
    'decorators',
    'runtime/client',
    'runtime/encoded',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  'runtime/events': [
    'decorators',
    'runtime/client',
    'runtime/meta',
    'runtime/kinds',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // What a reconciled object wants to exist: applied, pruned, remembered.
  'runtime/desired': [
    'decorators',
    'runtime/cache',
    'runtime/client',
    'runtime/events',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  'runtime/controller': [
    'decorators',
    'runtime/cache',
    'runtime/desired',
    'runtime/encoded',
    'runtime/queue',
    'runtime/client',
    'runtime/events',
    'runtime/meta',
    'runtime/tracing',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // Which replica acts. Knows no runnables: what waits for it asks for a gate.
  'runtime/leader-election': [
    'decorators',
    'runtime/client',
    'runtime/events',
    'runtime/kinds',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // Which replica acts on which objects. Knows no controller: it is asked of keys.
  'runtime/sharding': [
    'decorators',
    'runtime/client',
    'runtime/kinds',
    'runtime/leader-election',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // What servers prove themselves by.
  'runtime/certificates': [
    'decorators',
    'runtime/cache',
    'runtime/client',
    'runtime/encoded',
    'runtime/kinds',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
    // Only who issues certificates loads these.
    '@peculiar/x509',
    'reflect-metadata',
  ],
  // Answers what the API server asks. Knows neither classes with decorators nor the manager.
  'runtime/webhook': [
    'decorators',
    'runtime/certificates',
    'runtime/client',
    'runtime/http',
    'runtime/meta',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // The HTTP servers of an operator, but for the webhooks, which speak TLS as they do.
  'runtime/http': ['runtime/clock', 'runtime/log', NODE],
  // Shows what it is given: knows neither controllers nor caches.
  'runtime/debug': ['runtime/http', 'runtime/meta', 'runtime/clock', 'runtime/log', NODE],
  // What is counted, and who may read it. Knows of what it measures the numbers alone.
  'runtime/metrics': [
    'decorators',
    'runtime/certificates',
    'runtime/client',
    'runtime/clock',
    'runtime/http',
    'runtime/log',
    NODE,
  ],
  // Objects of a kind from version to version, and what is stored in an old one.
  'runtime/conversion': [
    'decorators',
    'runtime/client',
    'runtime/kinds',
    'runtime/log',
    'runtime/meta',
    'runtime/webhook',
  ],
  // Knows runnables, and no controller or event recorder; of cache and webhooks only what their options are called.
  'runtime/manager': [
    'runtime/cache',
    'runtime/certificates',
    'runtime/client',
    'runtime/debug',
    'runtime/http',
    'runtime/leader-election',
    'runtime/meta',
    'runtime/metrics',
    'runtime/sharding',
    'runtime/tracing',
    'runtime/webhook',
    'runtime/clock',
    'runtime/log',
    NODE,
  ],
  // What an admin sets, from the command line and the environment to the manager's options.
  'runtime/flags': [
    'decorators',
    'spelling',
    'runtime/certificates',
    'runtime/http',
    'runtime/leader-election',
    'runtime/log',
    'runtime/manager',
    'runtime/meta',
    NODE,
  ],
  'runtime/builder': [
    'decorators',
    'runtime/certificates',
    'runtime/controller',
    'runtime/cache',
    'runtime/queue',
    'runtime/client',
    'runtime/desired',
    'runtime/events',
    'runtime/meta',
    'runtime/metrics',
    'runtime/leader-election',
    'runtime/manager',
    'runtime/sharding',
    'runtime/debug',
    'runtime/webhook',
    'runtime/clock',
    'runtime/log',
    'runtime/conversion',
  ],
  // The door `kubewright`.
  runtime: [
    'decorators',
    'runtime/builder',
    'runtime/cache',
    'runtime/certificates',
    'runtime/client',
    'runtime/clock',
    'runtime/controller',
    'runtime/debug',
    'runtime/desired',
    'runtime/encoded',
    'runtime/events',
    'runtime/flags',
    'runtime/leader-election',
    'runtime/log',
    'runtime/manager',
    'runtime/meta',
    'runtime/metrics',
    'runtime/queue',
    'runtime/sharding',
    'runtime/tracing',
    'runtime/webhook',
    'runtime/conversion',
  ],

  // The embedded control plane, as a request goes through it: http -> routing -> authentication, discovery -> endpoints
  // -> decoding, patch, fields -> strategy -> store -> watch. Only `schema` is shared with the rest of the house.
  'devcluster/clock': [],
  // Where calls and bodies end. The runtime has its own: nothing is shared by the halves but schemas and numbers.
  'devcluster/bounds': [],
  'devcluster/object': ['schema'],
  'devcluster/registry': ['devcluster/object', 'schema'],
  'devcluster/files': [NODE],
  'devcluster/store': ['devcluster/files', 'devcluster/object', NODE],
  'devcluster/selector': ['devcluster/object', 'devcluster/registry', 'schema'],
  'devcluster/protobuf': ['schema', NODE],
  'devcluster/patch': ['devcluster/object', 'schema'],
  'devcluster/fields': ['devcluster/object', 'schema'],
  'devcluster/table': ['devcluster/object', 'devcluster/registry', 'schema', NODE],
  'devcluster/strategy': ['devcluster/object', 'devcluster/registry', 'devcluster/store', 'schema', NODE],
  'devcluster/watch': ['devcluster/clock', 'devcluster/object', 'devcluster/store', NODE],
  // The kinds: those that are built in, and those that users define.
  'devcluster/builtin': [
    'scalars',
    'devcluster/object',
    'devcluster/protobuf',
    'devcluster/registry',
    'schema',
    'schema/published',
    NODE,
  ],
  'devcluster/customresources': [
    'devcluster/clock',
    'devcluster/object',
    'devcluster/registry',
    'devcluster/store',
    'devcluster/strategy',
    'devcluster/table',
    'schema',
  ],
  'devcluster/controllers': [
    'devcluster/clock',
    'devcluster/object',
    'devcluster/registry',
    'devcluster/selector',
    'devcluster/store',
    'devcluster/strategy',
    NODE,
  ],
  // What admission plugins of a real server do to objects on their way to the store.
  'devcluster/admission': [
    'scalars',
    'devcluster/builtin',
    'devcluster/object',
    'devcluster/store',
    'devcluster/strategy',
    'schema',
  ],
  // Webhooks that configurations ask for: whom to ask, what, and what comes of the answer.
  'devcluster/webhooks': [
    'devcluster/bounds',
    'devcluster/builtin',
    'devcluster/fields',
    'devcluster/http',
    'devcluster/object',
    'devcluster/patch',
    'devcluster/registry',
    'devcluster/store',
    'devcluster/strategy',
    'schema',
    NODE,
  ],
  // What the wire sees.
  'devcluster/http': ['devcluster/bounds', 'devcluster/object', 'schema', 'schema/yaml', NODE, 'js-yaml'],
  'devcluster/authentication': ['devcluster/object', NODE],
  'devcluster/discovery': ['devcluster/registry', 'schema', NODE],
  'devcluster/openapi': ['devcluster/builtin', 'devcluster/registry', 'schema', 'schema/published', NODE],
  'devcluster/decoding': [
    'devcluster/http',
    'devcluster/object',
    'devcluster/protobuf',
    'devcluster/registry',
    'schema',
  ],
  'devcluster/endpoints': [
    'devcluster/authentication',
    'devcluster/clock',
    'devcluster/decoding',
    'devcluster/fields',
    'devcluster/http',
    'devcluster/object',
    'devcluster/patch',
    'devcluster/protobuf',
    'devcluster/registry',
    'devcluster/selector',
    'devcluster/store',
    'devcluster/strategy',
    'devcluster/table',
    'devcluster/watch',
    'schema',
    NODE,
    'js-yaml',
  ],
  'devcluster/routing': [
    'devcluster/authentication',
    'devcluster/bounds',
    'devcluster/discovery',
    'devcluster/endpoints',
    'devcluster/http',
    'devcluster/object',
    'devcluster/openapi',
    'devcluster/registry',
    NODE,
  ],
  devcluster: [
    'devcluster/admission',
    'devcluster/authentication',
    'devcluster/faults',
    'devcluster/tls',
    'devcluster/builtin',
    'devcluster/clock',
    'devcluster/controllers',
    'devcluster/customresources',
    'devcluster/discovery',
    'devcluster/endpoints',
    'devcluster/files',
    'devcluster/http',
    'devcluster/object',
    'devcluster/openapi',
    'devcluster/registry',
    'devcluster/routing',
    'devcluster/store',
    'devcluster/strategy',
    'devcluster/table',
    'devcluster/webhooks',
    NODE,
    'js-yaml',
  ],

  // Faults that tests ask for, between the listener and the rest; they know requests and nothing behind them.
  'devcluster/faults': ['devcluster/clock', 'devcluster/http', 'devcluster/object', NODE],
  // A certificate authority of the cluster's own.
  'devcluster/tls': ['devcluster/files', NODE, '@peculiar/x509', 'reflect-metadata'],

  // Objects as they stand in files, and the wait for what they define; for those who bring them to a cluster.
  manifests: [
    'decorators',
    'runtime/client',
    'runtime/clock',
    'runtime/kinds',
    'runtime/meta',
    'schema/yaml',
    NODE,
    'js-yaml',
  ],
  // The door `kubewright/testing`: an embedded control plane for tests, and the client to talk to it.
  testing: [
    'decorators',
    'devcluster',
    'devcluster/clock',
    'devcluster/faults',
    'manifests',
    'runtime/client',
    'runtime/clock',
    'runtime/meta',
    NODE,
    'runtime/conversion',
    'runtime/kinds',
    'schema',
  ],
  // `kubewright dev`: generate, apply, run, watch, again. A part of it is loaded into the operator's process: the one that
  // transpiles, with the compiler that ts-morph carries.
  'dev/transpile': [NODE, 'ts-morph'],
  dev: [
    'dev/transpile',
    'codegen',
    'codegen/files',
    'codegen/model',
    'devcluster',
    'devcluster/files',
    'manifests',
    'runtime',
    'runtime/clock',
    'runtime/kinds',
    NODE,
    'js-yaml',
  ],

  // The reference operator: it has what a user has.
  api: ['kubewright'],
  controllers: ['api', 'kubewright', 'kubewright/kinds', NODE],

  // What is not part of the package.
  'hack/control-plane': ['devcluster', 'devcluster/files', 'devcluster/tls', NODE, 'js-yaml'],
  'hack/patch': ['hack/control-plane', 'schema', NODE],
  // Writes `runtime/kinds`, so it cannot ask for it by the package's name.
  'hack/kinds': ['decorators', 'hack/control-plane', NODE],
  // Records what the API server says of schemas.
  'hack/schema': ['hack/control-plane', 'schema', NODE],
  // Writes what the checks of RBAC rules know of built-in resources.
  'hack/rbac': ['hack/control-plane', NODE],
  // Writes pages of docs/reference.
  'hack/reference': ['devcluster', 'devcluster/endpoints', NODE],
  // Measures the client where it is made.
  'hack/client': ['runtime/client', 'runtime/clock', 'test', NODE],
  // Has Prometheus' own code look at what is served.
  'hack/metrics': ['test', NODE],
  'hack/demo': ['api', 'hack/control-plane', 'manifests', 'kubewright', 'kubewright/kinds', NODE, 'js-yaml'],
  // Has Helm built, for the tests of the chart.
  'hack/helm': ['hack/control-plane', NODE],
  // Draws what was done at a terminal.
  'hack/record': ['hack/control-plane', NODE],
  // What the image has beside its base.
  'hack/image': [NODE, 'esbuild'],
  // What admins install, made of config/.
  'hack/bundle': ['hack/control-plane', NODE, 'js-yaml'],
  // `test` for the golden cases that hack/update-golden.ts writes.
  hack: [
    'hack/control-plane',
    'schema',
    'test',
    'kubewright',
    'kubewright/kinds',
    'kubewright/codegen',
    NODE,
    'js-yaml',
  ],
  bench: [
    'runtime/clock',
    'runtime/queue',
    'runtime/cache',
    'runtime/controller',
    'runtime/encoded',
    'devcluster',
    'devcluster/tls',
    'hack/control-plane',
    'api',
    'kubewright',
    'kubewright/kinds',
    NODE,
    'undici',
    'js-yaml',
    'esbuild',
    // The twin of our operator, as people write it without us.
    '@kubernetes/client-node',
  ],
  test: [ANYTHING],
};
