// Runs one kubectl, to its end or until it has said enough.
import { spawn } from 'node:child_process';
import { parseCommandLine } from './command-line.js';

/** What all commands of a story share. */
export interface Surroundings {
  /** The program. */
  readonly kubectl: string;
  /** Where the files of the story are: the working directory. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Milliseconds after which a command has not ended. Default: 60,000. */
  readonly limit?: number;
}

/** How a command ended. */
export interface Outcome {
  /** The exit status; 0 when it was told to stop. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** When a command is not left to itself. */
export interface Watched {
  /** Ends it after so many lines. */
  readonly lines?: number;
  /** Lines that are as the one before them, but for their age, are left out. Default: false. */
  readonly distinct?: boolean;
  /** Called when the server has begun to answer a watch. */
  readonly watching: () => void;
}

const LIMIT_MS = 60_000;

/** @throws Error when it cannot be started, or does not end */
export function runKubectl(around: Surroundings, text: string, watched?: Watched): Promise<Outcome> {
  const { variables, args, input } = parseCommandLine(text);
  const verbose = watched === undefined ? [] : ['-v=6'];
  const child = spawn(around.kubectl, [...verbose, ...args], {
    cwd: around.folder,
    env: { ...around.env, ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input === undefined ? '' : around.files[input]);
  let stdout = '';
  let stderr = '';
  let stopped = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    if (watched?.distinct) stdout = distinctLines(stdout);
    if (watched?.lines !== undefined && lineCount(stdout) >= watched.lines && !stopped) {
      stopped = true;
      child.kill('SIGINT');
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    if (WATCHING.test(stderr)) watched?.watching();
  });
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(new Error(`kubectl ${text} has not ended; it printed:\n${stdout}${stderr}`));
  }, around.limit ?? LIMIT_MS);
  child.once('error', reject);
  child.once('close', status => {
    clearTimeout(timer);
    const lines = stopped ? stdout.split('\n').slice(0, watched?.lines).join('\n') : stdout;
    resolve({ code: stopped ? 0 : (status ?? -1), stdout: lines, stderr });
  });
  return promise;
}

/** What kubectl logs at level 6 when a watch is answered, since 1.33 and before. */
const WATCHING = /"Response" verb="GET" url="[^"]*watch=true[^"]*" status="200|GET \S*watch=true\S* 200 OK/;

/** The last one may not be whole yet. */
function distinctLines(text: string): string {
  const lines = text.split('\n');
  const whole = (line: string | undefined) => line?.replace(AGE, '');
  return lines
    .filter((line, at) => at === 0 || at === lines.length - 1 || whole(line) !== whole(lines[at - 1]))
    .join('\n');
}

const AGE = / \d+[smhd]\S*$/;

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
