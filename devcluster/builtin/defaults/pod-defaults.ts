// The defaults of Pods and of what templates of Pods are made of.
import { canonicalQuantity, parseQuantity } from '../../../scalars/quantity.js';
import { child, count, type Draft, fill, items, madeChild, text } from '../draft.js';
import { defaultPullPolicy } from '../image-name.js';
import type { Defaults } from './defaults.js';

/** By message. Source: `SetDefaults_*` in pkg/apis/core/v1/defaults.go of Kubernetes. */
export const POD_DEFAULTS: Defaults = {
  'io.k8s.api.core.v1.Pod': pod => {
    const spec = child(pod, 'spec') ?? {};
    const containers = [...items(spec, 'containers'), ...items(spec, 'initContainers')];
    containers.forEach(requestWhatIsLimited);
    fill(spec, { enableServiceLinks: true });
    if (spec.hostNetwork === true) {
      for (const port of containers.flatMap(each => items(each, 'ports'))) {
        const own = count(port, 'containerPort');
        if (count(port, 'hostPort') === 0 && own !== 0) port.hostPort = own;
      }
    }
  },
  'io.k8s.api.core.v1.PodSpec': spec => {
    fill(spec, {
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
    });
    // The older name of the same field.
    if (text(spec, 'serviceAccountName') === '' && text(spec, 'serviceAccount') !== '') {
      spec.serviceAccountName = spec.serviceAccount ?? '';
    }
    if (text(spec, 'serviceAccountName') !== '') spec.serviceAccount = text(spec, 'serviceAccountName');
  },
  'io.k8s.api.core.v1.PodStatus': status => {
    // The older of two fields with the same meaning, which wins.
    const ip = text(status, 'podIP');
    const [first] = items(status, 'podIPs');
    if (ip !== '' && (first === undefined || text(first, 'ip') !== ip)) status.podIPs = [{ ip }];
    else if (ip === '' && first !== undefined) status.podIP = text(first, 'ip');
  },
  'io.k8s.api.core.v1.Container': container,
  'io.k8s.api.core.v1.EphemeralContainerCommon': container,
  'io.k8s.api.core.v1.ResourceRequirements': resources => {
    for (const list of ['limits', 'requests']) roundUp(child(resources, list) ?? {});
  },
  'io.k8s.api.core.v1.ContainerPort': port => fill(port, { protocol: 'TCP' }),
  'io.k8s.api.core.v1.Probe': probe => {
    for (const [name, value] of Object.entries(PROBE)) if (count(probe, name) === 0) probe[name] = value;
  },
  'io.k8s.api.core.v1.HTTPGetAction': action => fill(action, { path: '/', scheme: 'HTTP' }),
  'io.k8s.api.core.v1.GRPCAction': action => fill(action, { service: '' }),
  'io.k8s.api.core.v1.ObjectFieldSelector': selector => fill(selector, { apiVersion: 'v1' }),
  'io.k8s.api.core.v1.Volume': volume => {
    if (Object.keys(volume).every(name => name === 'name')) volume.emptyDir = {};
    const image = child(volume, 'image');
    if (image !== undefined) fill(image, { pullPolicy: defaultPullPolicy(text(image, 'reference')) });
  },
  'io.k8s.api.core.v1.SecretVolumeSource': defaultMode,
  'io.k8s.api.core.v1.ConfigMapVolumeSource': defaultMode,
  'io.k8s.api.core.v1.DownwardAPIVolumeSource': defaultMode,
  'io.k8s.api.core.v1.ProjectedVolumeSource': defaultMode,
  'io.k8s.api.core.v1.ServiceAccountTokenProjection': projection => fill(projection, { expirationSeconds: 3600 }),
  'io.k8s.api.core.v1.HostPathVolumeSource': source => fill(source, { type: '' }),
  'io.k8s.api.core.v1.ISCSIVolumeSource': source => fill(source, { iscsiInterface: 'default' }),
  'io.k8s.api.core.v1.ISCSIPersistentVolumeSource': source => fill(source, { iscsiInterface: 'default' }),
  'io.k8s.api.core.v1.RBDVolumeSource': source =>
    fill(source, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  'io.k8s.api.core.v1.AzureDiskVolumeSource': source =>
    fill(source, { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false }),
};

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function container(draft: Draft): void {
  fill(draft, {
    imagePullPolicy: defaultPullPolicy(text(draft, 'image')),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
}

/** The real server counts in thousandths. */
function roundUp(list: Draft): void {
  for (const [name, value] of Object.entries(list)) {
    const nanos = parseQuantity(String(value))?.nanos ?? 0n;
    const rest = nanos % MILLI;
    if (rest > 0n) list[name] = canonicalQuantity(`${(nanos - rest) / MILLI + 1n}m`) ?? value;
  }
}

const MILLI = 1_000_000n;

function defaultMode(source: Draft): void {
  fill(source, { defaultMode: 0o644 });
}

function requestWhatIsLimited(draft: Draft): void {
  const limits = child(draft, 'resources', 'limits');
  if (limits === undefined) return;
  fill(madeChild(madeChild(draft, 'resources'), 'requests'), limits);
}
