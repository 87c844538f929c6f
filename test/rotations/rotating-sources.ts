// Where certificates come from that are changed under load: both ways, each with what changes them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateSource } from '../../runtime/certificates/certificate-source.js';
import { FileCertificates } from '../../runtime/certificates/file-certificates.js';
import { aborted } from '../../runtime/clock/aborted.js';
import { systemClock } from '../../runtime/clock/clock.js';
import { FakeClock } from '../../runtime/clock/fake-clock.js';
import { CertificateServer, DAY, MINUTE, Replica, SECRET, SERVICE } from '../certificate-world.js';
import { mountPair } from '../mounted-secret.js';
import { RecordedLog } from '../recorded-log.js';
import { testAuthority } from '../webhook-world.js';

export interface RotatingSource {
  readonly source: CertificateSource;
  /** The name that the certificates are for. */
  readonly host: string;
  /** What API servers trust at this moment, as PEM. */
  trusted(): string;
  /** Brings the next certificate on its way. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

/** A replica that issues its own, in simulated time: the Secret is deleted, and what follows takes a minute. */
export async function selfIssued(): Promise<RotatingSource> {
  const clock = new FakeClock(Date.now());
  const api = new CertificateServer();
  api.applyTargets();
  const replica = new Replica({ server: api, clock, resyncPeriod: DAY });
  await api.advance(clock, 0);
  const { source } = replica;
  return {
    // The replica runs it.
    source: { current: () => source.current(), onChange: listener => source.onChange(listener), run: aborted },
    host: `${SERVICE.name}.${SERVICE.namespace}.svc`,
    trusted: () => api.bundles()[0] ?? '',
    rotate: async () => {
      api.delete(SECRET);
      await api.advance(clock, MINUTE + 1);
    },
    stop: () => replica.stop(),
  };
}

/** A mounted Secret, in which somebody like cert-manager puts another certificate of the same CA. */
export async function fromFiles(): Promise<RotatingSource> {
  const authority = await testAuthority();
  const dir = await mkdtemp(join(tmpdir(), 'kubewright-rotations-'));
  let version = 1;
  await mountPair(dir, await authority.issue(), version);
  return {
    source: new FileCertificates({ dir }, systemClock, new RecordedLog()),
    host: 'localhost',
    trusted: () => authority.ca,
    rotate: async () => {
      version += 1;
      await mountPair(dir, await authority.issue(), version);
    },
    stop: () => rm(dir, { recursive: true }),
  };
}
