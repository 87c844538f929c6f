// What Pods refuse of their volumes, and of how containers mount them.
import { pod } from '../objects.js';
import { area, ask, scenario } from '../scenario.js';

const DRY = 'POST pods?dryRun=All';
const volume = (source: object) => pod('a', { volumes: [{ name: 'v', ...source }] });
const projected = (...sources: object[]) => volume({ projected: { sources } });
const files = (...items: object[]) => volume({ downwardAPI: { items } });
const container = (rest: object) => ({ name: 'main', image: 'nginx', ...rest });
const mounts = (...volumeMounts: object[]) =>
  pod('a', { containers: [container({ volumeMounts })], volumes: [{ name: 'v', emptyDir: {} }] });
const devices = (...volumeDevices: object[]) =>
  pod('a', {
    containers: [container({ volumeDevices, volumeMounts: [{ name: 'v', mountPath: '/v' }] })],
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'c', persistentVolumeClaim: { claimName: 'c' } },
    ],
  });

export const podVolumes = area(
  'pod volumes',
  scenario(
    'sources',
    ...(
      [
        ['an empty one of a size below zero', volume({ emptyDir: { sizeLimit: '-1' } })],
        ['an empty one of a medium that is not there', volume({ emptyDir: { medium: 'Magic' } })],
        ['an empty one of large pages', volume({ emptyDir: { medium: 'HugePages-2Mi' } })],
        ['a claim of no name', volume({ persistentVolumeClaim: {} })],
        ['a claim of a name that is none', volume({ persistentVolumeClaim: { claimName: 'A b' } })],
        ['a claim that is made without anything', volume({ ephemeral: {} })],
        ['a claim that is made', volume({ ephemeral: { volumeClaimTemplate: { spec: {} } } })],
        [
          'a claim that is made with a name',
          volume({
            ephemeral: {
              volumeClaimTemplate: {
                metadata: { name: 'x' },
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            },
          }),
        ],
        ['a share', volume({ nfs: { server: 'a', path: 'b' } })],
        ['a driver that is none', volume({ csi: { driver: 'A b' } })],
        ['a driver with a secret of no name', volume({ csi: { driver: 'a.b', nodePublishSecretRef: {} } })],
        ['a ConfigMap of a mode that is none', volume({ configMap: { name: 'a', defaultMode: 512 } })],
        ['a ConfigMap of keys that are none', volume({ configMap: { name: 'a', items: [{ key: 'a b', path: '' }] } })],
        [
          'a ConfigMap of a path that leads away',
          volume({ configMap: { name: 'a', items: [{ key: 'a', path: '..a' }] } }),
        ],
        ['a host of a way out', volume({ hostPath: { path: '/a/../b', type: 'Magic' } })],
        ['an image of no name', volume({ image: {} })],
        ['an image of a policy that is not there', volume({ image: { reference: 'a', pullPolicy: 'Magic' } })],
        ['a name that is none', pod('a', { volumes: [{ name: 'A b', emptyDir: {} }] })],
        ['a disk of Google', volume({ gcePersistentDisk: { pdName: '', partition: 300 } })],
        ['a disk of Amazon', volume({ awsElasticBlockStore: { volumeID: '' } })],
        ['a repository', volume({ gitRepo: { repository: 'a', directory: '../b' } })],
        ['a target', volume({ iscsi: { targetPortal: 'a', iqn: 'x', lun: 300 } })],
        ['bricks', volume({ glusterfs: { endpoints: '', path: '' } })],
        ['a block of Ceph', volume({ rbd: { monitors: [], image: '' } })],
        ['files of Ceph', volume({ cephfs: { monitors: [] } })],
        ['a channel', volume({ fc: {} })],
        ['files of Azure', volume({ azureFile: { secretName: '', shareName: '' } })],
        ['a flexible one', volume({ flexVolume: { driver: '' } })],
      ] as const
    ).map(([name, body]) => ask(name, DRY, body)),
  ),
  scenario(
    'projected',
    ...(
      [
        ['of nothing', volume({ projected: {} })],
        ['of an empty source', projected({})],
        ['of two in one', projected({ secret: { name: 'a' }, configMap: { name: 'b' } })],
        ['without names', projected({ secret: {} }, { configMap: {} })],
        ['of a mode that is none', volume({ projected: { defaultMode: 512, sources: [{ secret: { name: 'a' } }] } })],
        ['of keys without paths', projected({ secret: { name: 'a', items: [{ key: 'a' }, { path: '../b' }] } })],
        [
          'of the same path twice',
          projected(
            { secret: { name: 'a', items: [{ key: 'a', path: 'x' }] } },
            { configMap: { name: 'b', items: [{ key: 'a', path: 'x' }] } },
          ),
        ],
        ['of a token of a moment', projected({ serviceAccountToken: { path: 't', expirationSeconds: 60 } })],
        ['of a token for ever', projected({ serviceAccountToken: { path: 't', expirationSeconds: 4294967297 } })],
        ['of a token without a path', projected({ serviceAccountToken: { audience: 'a' } })],
        ['of fields', projected({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'spec.x' } }] } })],
        ['of trust without a name', projected({ clusterTrustBundle: { path: 'a' } })],
      ] as const
    ).map(([name, body]) => ask(name, DRY, body)),
  ),
  scenario(
    'fields as files',
    ...(
      [
        ['of nothing', files({ path: 'a' })],
        ['without a path', files({ fieldRef: { fieldPath: 'metadata.name' } })],
        [
          'of two in one',
          files({
            path: 'a',
            fieldRef: { fieldPath: 'metadata.name' },
            resourceFieldRef: { containerName: 'main', resource: 'limits.cpu' },
          }),
        ],
        ['of a field that is not there', files({ path: 'a', fieldRef: { fieldPath: 'status.podIP' } })],
        ['of labels', files({ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } })],
        ['of resources without a container', files({ path: 'a', resourceFieldRef: { resource: 'limits.cpu' } })],
        ['of a mode that is none', files({ path: 'a', mode: 512, fieldRef: { fieldPath: 'metadata.name' } })],
        [
          'that lead away',
          files(
            { path: '/a', fieldRef: { fieldPath: 'metadata.name' } },
            { path: '..b', fieldRef: { fieldPath: 'metadata.name' } },
          ),
        ],
      ] as const
    ).map(([name, body]) => ask(name, DRY, body)),
  ),
  scenario(
    'mounts',
    ...(
      [
        ['of no volume at no place', mounts({})],
        ['in the same place', mounts({ name: 'v', mountPath: '/a' }, { name: 'v', mountPath: '/a' })],
        ['below in two ways', mounts({ name: 'v', mountPath: '/a', subPath: 'a', subPathExpr: 'b' })],
        ['below a way out', mounts({ name: 'v', mountPath: '/a', subPathExpr: '../b' })],
        ['that spread in no way', mounts({ name: 'v', mountPath: '/a', mountPropagation: 'Magic' })],
        ['that spread to others', mounts({ name: 'v', mountPath: '/a', mountPropagation: 'Bidirectional' })],
        ['that are read in no way', mounts({ name: 'v', mountPath: '/a', recursiveReadOnly: 'Magic' })],
        ['that are read and written', mounts({ name: 'v', mountPath: '/a', recursiveReadOnly: 'Enabled' })],
        ['of devices that are not there', devices({ name: 'x', devicePath: '/x' })],
        ['of devices without a path', devices({ name: 'c' }, {})],
        ['of devices that are none', devices({ name: 'v', devicePath: '/x' })],
        ['of devices on the same path', devices({ name: 'c', devicePath: '/x' }, { name: 'c', devicePath: '/x' })],
        ['of devices where files are', devices({ name: 'c', devicePath: '/v' })],
        ['of devices on a way out', devices({ name: 'c', devicePath: '/../x' })],
      ] as const
    ).map(([name, body]) => ask(name, DRY, body)),
  ),
);
