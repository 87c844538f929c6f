// Formats generated code as the repository is formatted.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What `biome check --write` makes of a file of that name in `runtime/kinds/`.
 * @throws Error with biome's words when it does not take the code
 */
export async function formatted(name: string, code: string): Promise<string> {
  const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
  const child = spawn(process.execPath, [biome, 'check', '--write', `--stdin-file-path=runtime/kinds/${name}`], {
    cwd: REPOSITORY,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(code);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (status !== 0) {
    throw new Error(`biome does not take ${name}:\n${stderr}`);
  }
  return stdout;
}
