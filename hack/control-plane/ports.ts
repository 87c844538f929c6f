// Free ports of 127.0.0.1.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Distinct ports that nobody listens on right now. They lie below the range from which systems take the ports of outgoing
 * connections, so only another server can take one between this answer and its use, or while its server is down.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) {
      ports.add(port);
    }
  }
  return [...ports];
}

const LOWEST = 20_000;
const HIGHEST = 32_000;

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
