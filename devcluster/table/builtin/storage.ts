// The rows of volumes, claims and storage classes.
import { builtinPrinter } from '../builtin-printer.js';
import { UNSET } from '../words.js';

type Quantities = Readonly<Record<string, string>>;

interface PersistentVolume {
  readonly spec: {
    readonly capacity?: Quantities;
    readonly accessModes?: readonly string[];
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly storageClassName?: string;
    readonly volumeAttributesClassName?: string;
    readonly volumeMode?: string;
  };
  readonly status?: { readonly phase?: string; readonly reason?: string };
}

export const persistentVolumePrinter = builtinPrinter<PersistentVolume>(
  'PersistentVolume',
  ({ metadata, spec, status }) => ({
    Capacity: spec.capacity?.storage ?? '0',
    'Access Modes': modesText(spec.accessModes),
    'Reclaim Policy': spec.persistentVolumeReclaimPolicy ?? '',
    Status: metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    Claim: spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
    StorageClass: metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
    VolumeAttributesClass: spec.volumeAttributesClassName ?? UNSET,
    Reason: status?.reason ?? '',
    VolumeMode: spec.volumeMode ?? UNSET,
  }),
);

interface PersistentVolumeClaim {
  readonly spec: {
    readonly volumeName?: string;
    readonly storageClassName?: string;
    readonly volumeAttributesClassName?: string;
    readonly volumeMode?: string;
  };
  readonly status?: {
    readonly phase?: string;
    readonly capacity?: Quantities;
    readonly accessModes?: readonly string[];
  };
}

export const persistentVolumeClaimPrinter = builtinPrinter<PersistentVolumeClaim>(
  'PersistentVolumeClaim',
  ({ metadata, spec, status }) => {
    const bound = (spec.volumeName ?? '') !== '';
    return {
      Status: metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      Volume: spec.volumeName ?? '',
      Capacity: bound ? (status?.capacity?.storage ?? '0') : '',
      'Access Modes': bound ? modesText(status?.accessModes) : '',
      StorageClass: metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
      VolumeAttributesClass: spec.volumeAttributesClassName ?? UNSET,
      VolumeMode: spec.volumeMode ?? UNSET,
    };
  },
);

interface StorageClass {
  readonly provisioner: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}

export const storageClassPrinter = builtinPrinter<StorageClass>('storage.k8s.io/StorageClass', storageClass => {
  const { name, annotations = {} } = storageClass.metadata;
  const isDefault = DEFAULT_ANNOTATIONS.some(annotation => annotations[annotation] === 'true');
  return {
    Name: isDefault ? `${name} (default)` : name,
    Provisioner: storageClass.provisioner,
    ReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
    VolumeBindingMode: storageClass.volumeBindingMode ?? 'Immediate',
    AllowVolumeExpansion: storageClass.allowVolumeExpansion ?? false,
  };
});

/** How the class was named before there was a field for it. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

const MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

function modesText(modes: readonly string[] = []): string {
  return MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
