// The tutorial as newcomers follow it: `kubewright dev` in the first terminal.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'kubewright';
import { Service } from 'kubewright/kinds';
import type { Guard } from '../../hack/control-plane/guard.js';
import { freePorts } from '../../hack/control-plane/ports.js';
import { Dev } from '../lamp-project.js';
import type { DevCommand, World } from './world.js';

/** What an operator logs when its caches are filled. */
const WORKING = 'starting workers';

export class EmbeddedWorld implements World {
  readonly isReal = false;
  readonly #guard: Guard;
  #dev: Dev | undefined;
  #folder = '';
  #marks = 0;

  /** @param guard ends `kubewright dev` when this process is gone */
  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async start({ env, args }: DevCommand, folder: string): Promise<string> {
    const [webhooks = 0] = await freePorts(1);
    // Others may use the ports that an operator has by default.
    const ports = {
      KUBEWRIGHT_HEALTH_PROBE_BIND_ADDRESS: '127.0.0.1:0',
      KUBEWRIGHT_WEBHOOK_PORT: String(webhooks),
    };
    const dev = new Dev({ folder, env: { ...ports, ...env } }, ...args);
    this.#dev = dev;
    if (dev.pid !== undefined) this.#guard.watch([dev.pid]);
    this.#folder = folder;
    await dev.line(/\[kubewright\] ready .*\n/);
    const own = dev.output.split('\n').filter(line => line.startsWith('[kubewright]'));
    await this.#working(dev);
    if (args.includes('config/webhook')) await leadWebhooks(folder, webhooks);
    return own.join('\n');
  }

  async follow(paths: readonly string[]): Promise<void> {
    if (!paths.some(path => path.endsWith('.ts'))) return;
    const dev = this.#dev;
    if (dev === undefined) return;
    for (;;) {
      // Files that are saved together may be seen one by one. What is saved after them, and concerns nothing, comes last.
      this.#marks += 1;
      writeFileSync(join(this.#folder, `mark-${this.#marks}.ts`), '');
      const [, last] = await dev.line(
        new RegExp(`\\[kubewright\\] (restarted|waiting for the next save|mark-${this.#marks}.ts changed)`),
      );
      if (last === 'restarted') await this.#working(dev);
      else return;
    }
  }

  /** Resolves when the operator that was started last has begun to work. */
  async #working(dev: Dev): Promise<void> {
    const [, since] = dev.output.split(/\[kubewright\] (?:re)?started (?=.*$)/s).slice(-2);
    if (since === undefined || since.includes(WORKING)) return;
    await dev.line(new RegExp(WORKING));
  }

  async interrupt(): Promise<void> {
    this.#dev?.kill('SIGINT');
    await this.#dev?.ended;
    this.#guard.watch([]);
    this.#dev = undefined;
  }

  stop(): Promise<void> {
    return this.interrupt();
  }
}

/** To the port that the operator was given. */
async function leadWebhooks(folder: string, targetPort: number): Promise<void> {
  const kubeconfig = join(folder, 'node_modules/.cache/kubewright/kubeconfig');
  const client = await createClient('tutorial', { kubeconfig });
  const key = { namespace: 'system', name: 'webhook-service' };
  const ports = [{ port: 443, protocol: 'TCP', targetPort }];
  await client.patch(Service, key, { spec: { ports } });
  await client.close();
}
