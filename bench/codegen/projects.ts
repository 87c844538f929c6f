// The same API twice: as a project of kubewright and as a module of Go.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GO_GROUP, GO_MODULE, goKind } from './go-twin.js';

/** Two folders with the same kinds. */
export interface Projects {
  readonly kinds: number;
  readonly typescript: string;
  readonly go: string;
  /** The first source of each. */
  readonly source: string;
}

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    target: 'ES2023',
    lib: ['ES2023'],
    types: [],
    module: 'nodenext',
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['api'],
};

/** Writes both below a folder; the kinds are copies of the Redis of this repository under other names. */
export function writeProjects(root: string, packageRoot: string, kinds: number): Projects {
  const [typescript, go] = [join(root, `ts-${kinds}`), join(root, `go-${kinds}`)];
  const redis = readFileSync(join(packageRoot, 'api/v1/redis.ts'), 'utf8');
  put(join(typescript, 'package.json'), '{ "type": "module" }');
  put(join(typescript, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  mkdirSync(join(typescript, 'node_modules'));
  symlinkSync(packageRoot, join(typescript, 'node_modules/kubewright'));
  put(join(go, 'go.mod'), GO_MODULE);
  put(join(go, 'api/v1/doc.go'), GO_GROUP);
  for (let at = 0; at < kinds; at++) {
    const [kind, plural] = at === 0 ? ['Redis', 'redis'] : [`Redis${at}`, `redis${at}`];
    put(join(typescript, `api/v1/${plural}.ts`), renamed(redis, kind, plural));
    put(join(go, `api/v1/${plural}.go`), goKind(kind, plural));
  }
  // Fills go.sum and the build cache, as a project that is worked on has them.
  execFileSync('go', ['build', './...'], { cwd: go, env: { ...process.env, GOFLAGS: '-mod=mod' }, stdio: 'inherit' });
  return { kinds, typescript, go, source: join(typescript, 'api/v1/redis.ts') };
}

function renamed(text: string, kind: string, plural: string): string {
  if (kind === 'Redis') return text;
  return text
    .replaceAll(/\bRedis(?=Spec|Status|\b(?= extends|'))/g, kind)
    .replace("plural: 'redis'", `plural: '${plural}'`)
    .replace(/, shortNames: \[[^\]]*\]/, '');
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
