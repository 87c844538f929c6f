// `kubewright dev`: a cluster in this process, an operator beside it, and both follow the sources.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import type { GeneratedFile } from '../codegen/index.js';
import { InputError } from '../codegen/input-error.js';
import { makeFolder } from '../devcluster/files/whole-file.js';
import { lockKubeconfig, refuseForeignKubeconfig, writeKubeconfig } from '../devcluster/kubeconfig-file.js';
import type { DevCluster } from '../devcluster/server.js';
import { type Manifest, ManifestError, RefusedError } from '../manifests/manifest.js';
import { readManifests } from '../manifests/read-manifests.js';
import { type Clock, systemClock } from '../runtime/clock/clock.js';
import type { ConnectedClient } from '../runtime/index.js';
import type { Build } from './build.js';
import { Builder } from './builder.js';
import { ChangeBatches } from './change-batches.js';
import { consequenceOf } from './changes.js';
import type { DevEvent } from './dev-event.js';
import { type DevOptions, type DevProject, findDevProject } from './dev-options.js';
import { OperatorProcess } from './operator-process.js';
import { SourceWatcher } from './source-watcher.js';
import type { ProjectSettings } from './transpile/project-settings.js';

/** How it is driven from outside. */
export interface DevControl {
  readonly report: (event: DevEvent) => void;
  /** Ends it: first the operator, then the cluster. */
  readonly stop: AbortSignal;
  /** Ends what is still ending at once. */
  readonly hurry: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Runs until `stop` aborts, and leaves nothing behind but generated files, the kubeconfig and caches.
 * @throws InputError, FileError, ForeignKubeconfigError, PortTakenError, LockedError and WatchLimitError for what keeps it
 *   from starting
 */
export async function runDev(options: DevOptions, control: DevControl): Promise<void> {
  const session = new DevSession(options, findDevProject(options), control);
  try {
    await session.run();
  } finally {
    await session.close();
  }
}

/** What came of a build; `failed` has been reported. */
type Outcome = 'done' | 'nothing to do' | 'failed';

class DevSession {
  readonly #options: DevOptions;
  readonly #project: DevProject;
  readonly #control: DevControl;
  readonly #clock: Clock;
  readonly #builder = new Builder();
  readonly #batches: ChangeBatches;
  #unlock = () => {};
  #watcher: SourceWatcher | undefined;
  #cluster: DevCluster | undefined;
  #client: ConnectedClient | undefined;
  #operator: OperatorProcess | undefined;
  /** Of the last build without errors. */
  #settings: ProjectSettings | undefined;

  constructor(options: DevOptions, project: DevProject, control: DevControl) {
    this.#options = options;
    this.#project = project;
    this.#control = control;
    this.#clock = control.clock ?? systemClock;
    this.#batches = new ChangeBatches(this.#clock);
  }

  async run(): Promise<void> {
    const { stop, report } = this.#control;
    const { root, out, kubeconfig } = this.#project;
    await refuseForeignKubeconfig(kubeconfig);
    makeFolder(dirname(kubeconfig));
    // A second one in the same project would lead the terminals of the first astray.
    this.#unlock = lockKubeconfig(kubeconfig);
    // Before the first build, so that no save falls between the two.
    this.#watcher = new SourceWatcher(root, {
      ignored: [out, join(root, 'dist')],
      onChange: path => this.#batches.add(path),
      onError: error => this.#control.report({ type: 'failed', error }),
    });
    const [built, served] = await Promise.allSettled([this.#build([]), this.#serve()]);
    if (served.status === 'rejected') throw served.reason;
    if (built.status === 'rejected') throw built.reason;
    refuseMissingCompiler(built.value);
    if (stop.aborted) return;
    const outcome = await this.#follow(built.value, { restart: true, first: true });
    if (outcome !== 'failed') report({ type: 'ready' });

    for (;;) {
      const changed = await this.#batches.next(stop);
      if (changed === undefined) return;
      try {
        await this.#heed(changed);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    if (this.#cluster !== undefined) this.#control.report({ type: 'stopping' });
    await this.#stopOperator();
    await this.#client?.close();
    await this.#cluster?.stop();
    await this.#builder.close();
    this.#unlock();
  }

  async #serve(): Promise<void> {
    const { port, dataFolder } = { ...this.#options, ...this.#project };
    const report = (error: unknown) => this.#control.report({ type: 'failed', error });
    // The thread of the compiler, which takes longest, starts before these load.
    const { startDevCluster } = await import('../devcluster/server.js');
    this.#cluster = await startDevCluster({
      ...(port !== undefined && { port }),
      ...(dataFolder !== undefined && { dataFolder }),
      report,
    });
    await writeKubeconfig(this.#project.kubeconfig, this.#cluster.kubeconfig);
    const { createClient } = await import('../runtime/index.js');
    this.#client = await createClient('kubewright-dev', { kubeconfig: this.#project.kubeconfig });
    const { url } = this.#cluster;
    const { kubeconfig } = this.#project;
    this.#control.report({ type: 'serving', url, kubeconfig, ...(dataFolder !== undefined && { dataFolder }) });
  }

  #build(changed: readonly string[]): Promise<Build> {
    const { tsconfig, cacheFolder } = this.#project;
    const { out, roleName } = this.#options;
    return this.#builder.build({
      tsconfig,
      cacheFolder,
      changed,
      ...(out !== undefined && { out }),
      ...(roleName !== undefined && { roleName }),
    });
  }

  async #heed(changed: ReadonlySet<string>): Promise<void> {
    const { stop, report } = this.#control;
    const { root, tsconfig } = this.#project;
    const loaded = this.#operator?.isRunning ? this.#operator.loaded : undefined;
    const { outFolder, extended = [] } = this.#settings ?? {};
    const consequence = consequenceOf(changed, { root, tsconfig, extended, outFolder, loaded });
    if (!consequence.build) return;
    const build = await this.#build([...changed]);
    if (stop.aborted) return;
    const outcome = await this.#follow(build, { restart: consequence.restart, first: false });
    if (outcome === 'nothing to do') report({ type: 'unconcerned', changed: [...changed] });
  }

  /** Brings manifests, cluster and operator to what a build says. */
  async #follow(build: Build, { restart, first }: { restart: boolean; first: boolean }): Promise<Outcome> {
    const { report, stop } = this.#control;
    const { diagnostics, files, sources = [], settings } = build;
    this.#watcher?.follow([...sources, ...(settings?.extended ?? [])]);
    if (diagnostics.length > 0) report({ type: 'diagnostics', diagnostics });
    if (settings === undefined) return this.#wait();
    this.#settings = settings;
    const isWritten = this.#tellOf(files);
    let isApplied: boolean;
    try {
      isApplied = await this.#apply(first);
    } catch (error) {
      if (!(error instanceof RefusedError || error instanceof ManifestError)) throw error;
      return this.#failed(error);
    }
    const isRestarted = this.#options.operator !== false && (restart || isApplied || !this.#operator?.isRunning);
    if (isRestarted && !stop.aborted) await this.#startOperator(settings);
    return isWritten || isApplied || isRestarted ? 'done' : 'nothing to do';
  }

  /** @returns whether there is anything to tell */
  #tellOf(files: readonly GeneratedFile[]): boolean {
    const { report } = this.#control;
    const touched = files.filter(({ state }) => state === 'written' || state === 'removed');
    if (touched.length > 0) report({ type: 'generated', files: touched });
    const definitions = join(this.#project.out, 'crd/bases');
    for (const { path, before = '{}' } of touched.filter(({ state }) => state === 'removed')) {
      if (!path.startsWith(definitions)) continue;
      const { metadata } = load(before) as Partial<Manifest>;
      if (metadata?.name !== undefined) report({ type: 'orphaned', definition: metadata.name });
    }
    return touched.length > 0;
  }

  /** @returns whether the cluster has anything now that it had not before */
  async #apply(first: boolean): Promise<boolean> {
    const { out, apply } = this.#project;
    const generated = ['crd/bases', 'rbac/role.yaml'].map(path => join(out, path));
    // What is applied once is the user's to change, in the cluster too.
    const once = first ? apply : [];
    // The namespaces of Roles need not be there, and everybody may do everything anyway.
    const read = generated.filter(path => existsSync(path)).flatMap(readManifests);
    const always = read.filter(({ manifest }) => manifest.kind !== 'Role');
    const manifests = [...always, ...once.flatMap(readManifests)];
    if (this.#client === undefined) return false;
    const { applyManifests } = await import('./apply.js');
    const applied = await applyManifests(this.#client, manifests, this.#clock);
    const objects = applied.filter(({ outcome }) => outcome !== 'unchanged');
    if (objects.length > 0) this.#control.report({ type: 'applied', objects });
    return objects.length > 0;
  }

  async #startOperator(settings: ProjectSettings): Promise<void> {
    const { report, stop } = this.#control;
    const { entry, root, kubeconfig } = this.#project;
    const { args = [], nodeOptions = [] } = this.#options;
    const again = this.#operator !== undefined;
    // Ports are free again when the old one is gone, and not before.
    await this.#stopOperator();
    if (stop.aborted) return;
    const onLoaded = (path: string) => this.#watcher?.follow([path]);
    const options = { entry, args, nodeOptions, folder: root, kubeconfig, settings, clock: this.#clock, onLoaded };
    const operator = new OperatorProcess(options);
    this.#operator = operator;
    report({ type: 'started', entry, pid: operator.pid, again });
    void operator.ended.then(end => {
      // One that was asked to end is no longer the operator.
      if (this.#operator === operator) report({ type: 'ended', end, entry });
    });
  }

  async #stopOperator(): Promise<void> {
    const operator = this.#operator;
    this.#operator = undefined;
    if (operator !== undefined && !(await operator.stop(this.#control.hurry))) this.#control.report({ type: 'killed' });
  }

  #failed(error: unknown): Outcome {
    this.#control.report({ type: 'failed', error });
    return this.#wait();
  }

  #wait(): Outcome {
    this.#control.report({ type: 'waiting', operator: this.#operator?.isRunning ?? false });
    return 'failed';
  }
}

/** Nothing that is saved would heal it. */
function refuseMissingCompiler({ diagnostics }: Build): void {
  const missing = diagnostics.find(({ code }) => code === 'KW0001');
  if (missing !== undefined) throw new InputError(missing.message, missing.hint ?? '');
}
