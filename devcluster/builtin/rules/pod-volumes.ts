// The volumes of a Pod: each has a name of its own, and one source.

import { parseQuantity } from '../../../scalars/quantity.js';
import { subdomainProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../../object/field-error.js';
import { child, type Draft, type DraftValue, text } from '../draft.js';
import { claimSpecProblems } from './claim-rules.js';
import { fileProblems, relativePathProblems } from './pod-files.js';
import { downwardProblems, projectedProblems } from './pod-projection.js';
import { duplicate, nameProblems, supported } from './problems.js';

/** @returns what is wrong, and by their names those with which nothing is: mounts may be of these alone */
export function readVolumes(
  volumes: readonly Draft[],
  path: string,
): { readonly problems: readonly FieldError[]; readonly sound: ReadonlyMap<string, Draft> } {
  const sound = new Map<string, Draft>();
  const problems = volumes.flatMap((volume, index) => {
    const at = `${path}[${index}]`;
    const name = text(volume, 'name');
    const found = [
      ...sourceProblems(volume, at),
      ...nameProblems(volume, `${at}.name`),
      ...(sound.has(name) ? [duplicate(`${at}.name`, name)] : []),
    ];
    if (found.length === 0) sound.set(name, volume);
    return found;
  });
  return { problems, sound };
}

function sourceProblems(volume: Draft, path: string): readonly FieldError[] {
  return SOURCES.filter(name => child(volume, name) !== undefined).flatMap((name, index) => {
    if (index > 0) return [forbidden(`${path}.${MISSPELT[name] ?? name}`, 'may not specify more than 1 volume type')];
    const source = child(volume, name) ?? {};
    return [
      ...(WANTED[name] ?? []).flatMap(field =>
        isEmpty(source[field]) ? [required(`${path}.${CALLED[name] ?? name}.${field}`)] : [],
      ),
      ...detailProblems(name, source, `${path}.${name}`),
    ];
  });
}

/** In the order in which the real server looks: only the first is looked into. */
const SOURCES = [
  ...['emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi'],
  ...['glusterfs', 'flocker', 'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc'],
  ...['flexVolume', 'configMap', 'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk'],
  ...['storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image'],
];

/** As the real server has them in what it says of a second source. */
const MISSPELT: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function isEmpty(value: DraftValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function detailProblems(name: string, source: Draft, path: string): readonly FieldError[] {
  switch (name) {
    case 'hostPath':
      return hostPathProblems(source, path);
    case 'secret':
    case 'configMap':
      return fileProblems(source, path);
    case 'projected':
      return projectedProblems(source, path);
    case 'downwardAPI':
      return downwardProblems(source, path);
    case 'emptyDir':
      return (parseQuantity(text(source, 'sizeLimit'))?.nanos ?? 0n) < 0n
        ? [forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
        : [];
    case 'ephemeral':
      return ephemeralProblems(child(source, 'volumeClaimTemplate'), `${path}.volumeClaimTemplate`);
    case 'nfs': {
      const where = text(source, 'path');
      return where.startsWith('/') ? [] : [invalid(`${path}.path`, where, 'must be an absolute path')];
    }
    case 'csi':
      return driverProblems(source, path);
    case 'image':
      return supported(source, path, 'pullPolicy', ['Always', 'IfNotPresent', 'Never']);
    case 'gitRepo':
      return relativePathProblems(text(source, 'directory'), `${path}.directory`);
    default:
      return [];
  }
}

function driverProblems(source: Draft, path: string): readonly FieldError[] {
  const driver = text(source, 'driver');
  const secret = child(source, 'nodePublishSecretRef');
  const name = text(secret, 'name');
  // Capitals are allowed, and the text shows the name as it is.
  const fits = driver === '' || subdomainProblems(driver.toLowerCase()).length === 0;
  return [
    ...(Buffer.byteLength(driver) > LONGEST_DRIVER ? [tooLong(`${path}.driver`, LONGEST_DRIVER)] : []),
    ...(fits ? [] : subdomainProblems(driver).map(problem => invalid(`${path}.driver`, driver, problem))),
    ...(secret === undefined
      ? []
      : name === ''
        ? [required(`${path}.nodePublishSecretRef.name`)]
        : // The real server leaves out of which part it is the name.
          subdomainProblems(name).map(problem => invalid(`${path}.name`, name, problem))),
  ];
}

const LONGEST_DRIVER = 63;

/** A claim that is made with the Pod, and called after it. */
function ephemeralProblems(template: Draft | undefined, path: string): readonly FieldError[] {
  if (template === undefined) return [required(path)];
  const metadata = child(template, 'metadata') ?? {};
  const unfit = Object.keys(metadata).filter(name => name !== 'labels' && name !== 'annotations');
  return [
    ...unfit
      .filter(name => !isEmpty(metadata[name]))
      .map(name => forbidden(`${path}.metadata.${name}`, 'cannot be set')),
    ...claimSpecProblems(child(template, 'spec') ?? {}, `${path}.spec`),
  ];
}

/** What sources cannot do without. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  hostPath: ['path'],
  secret: ['secretName'],
  configMap: ['name'],
  persistentVolumeClaim: ['claimName'],
  nfs: ['server', 'path'],
  csi: ['driver'],
  image: ['reference'],
  gitRepo: ['repository'],
  glusterfs: ['endpoints', 'path'],
  rbd: ['monitors', 'image'],
  cephfs: ['monitors'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  azureFile: ['secretName', 'shareName'],
  flexVolume: ['driver'],
};

/** Those that the real server calls otherwise. */
const CALLED: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };

const HOST_PATHS = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function hostPathProblems(source: Draft, path: string): readonly FieldError[] {
  const where = text(source, 'path');
  const type = text(source, 'type');
  // The real server has said that it is needed, and no more.
  if (where === '') return [];
  return [
    ...(where.split('/').includes('..') ? [invalid(`${path}.path`, where, "must not contain '..'")] : []),
    ...(HOST_PATHS.includes(type) ? [] : [notSupported(`${path}.type`, type, HOST_PATHS)]),
  ];
}
