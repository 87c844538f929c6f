// Under whose name, and with which rights, Pods and their containers run.

import { invalidShown } from '../../../schema/field-error.js';
import { type FieldError, forbidden, invalid, required, tooLong } from '../../object/field-error.js';
import { child, type Draft, type DraftValue, items, text } from '../draft.js';
import { internalText } from './internal-form.js';
import { relativePathProblems } from './pod-files.js';
import { duplicate, supported, supportedIfThere } from './problems.js';

/** Of the security context of a Pod. */
export function podSecurityProblems(spec: Draft, path: string): readonly FieldError[] {
  const at = `${path}.securityContext`;
  const context = child(spec, 'securityContext') ?? {};
  const shared = spec.shareProcessNamespace === true && spec.hostPID === true;
  return [
    ...userProblems(context, at, ['runAsUser', 'runAsGroup', 'fsGroup']),
    ...((context.supplementalGroups ?? []) as DraftValue[]).flatMap((group, index) =>
      idProblems(group, `${at}.supplementalGroups[${index}]`),
    ),
    ...supportedIfThere(context, at, 'fsGroupChangePolicy', ['Always', 'OnRootMismatch']),
    ...supportedIfThere(context, at, 'supplementalGroupsPolicy', ['Merge', 'Strict']),
    ...supportedIfThere(context, at, 'seLinuxChangePolicy', ['Recursive']),
    ...sysctlProblems(items(context, 'sysctls'), `${at}.sysctls`),
    ...profileProblems(context, at),
    ...(shared
      ? [invalid(`${at}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
      : []),
  ];
}

/** What does not go with users of one's own: `hostUsers` is false. */
export function ownUsersProblems(spec: Draft, path: string): readonly FieldError[] {
  if (spec.hostUsers !== false) return [];
  const unfit = [
    // Two of them are called as the real server's own fields are.
    ...[
      ['hostNetwork', 'hostNetwork'] as const,
      ['hostPID', 'HostPID'] as const,
      ['hostIPC', 'HostIPC'] as const,
    ].flatMap(([name, called]) => (spec[name] === true ? [called] : [])),
    ...['initContainers', 'containers'].flatMap(list =>
      items(spec, list).flatMap((each, index) =>
        items(each, 'volumeDevices').length > 0 ? [`${list}[${index}].volumeDevices`] : [],
      ),
    ),
  ];
  return unfit.map(name => forbidden(`${path}.${name}`, 'when `hostUsers` is false'));
}

/** @param ownUsers whether the users in the Pod are none of the host: `hostUsers` is false */
export function containerSecurityProblems(context: Draft, path: string, ownUsers: boolean): readonly FieldError[] {
  const added = (child(context, 'capabilities')?.add ?? []) as DraftValue[];
  const contradictions =
    context.allowPrivilegeEscalation === false
      ? [
          ...(context.privileged === true ? ['`privileged` to true'] : []),
          ...(added.includes('CAP_SYS_ADMIN') ? ['`capabilities.Add` CAP_SYS_ADMIN'] : []),
        ]
      : [];
  return [
    ...userProblems(context, path, ['runAsUser', 'runAsGroup']),
    ...supportedIfThere(context, path, 'procMount', ['Default', 'Unmasked']),
    ...(context.procMount === 'Unmasked' && !ownUsers
      ? [invalid(`${path}.procMount`, 'Unmasked', '`hostUsers` must be false to use `Unmasked`')]
      : []),
    ...profileProblems(context, path),
    ...contradictions.map(what =>
      invalidShown(
        path,
        internalText('io.k8s.api.core.v1.SecurityContext', context),
        `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
      ),
    ),
  ];
}

function userProblems(context: Draft, path: string, names: readonly string[]): readonly FieldError[] {
  return names.flatMap(name => idProblems(context[name] ?? null, `${path}.${name}`));
}

function idProblems(id: DraftValue, path: string): readonly FieldError[] {
  if (typeof id !== 'number' || (id >= 0 && id <= 2147483647)) return [];
  return [invalid(path, id, 'must be between 0 and 2147483647, inclusive')];
}

const SYSCTL = /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

function sysctlProblems(settings: readonly Draft[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return settings.flatMap((setting, index) => {
    const name = text(setting, 'name');
    const at = `${path}[${index}].name`;
    const twice = name !== '' && seen.has(name);
    seen.add(name);
    if (name === '') return [required(at)];
    const fits = name.length <= 253 && name.split(/[./]/).every(part => SYSCTL.test(part));
    const rule =
      'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
    return [...(fits ? [] : [invalid(at, name, rule)]), ...(twice ? [duplicate(at, name)] : [])];
  });
}

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** Which calls and which files are allowed: a profile on the Node has a name, and others have none. */
function profileProblems(context: Draft, path: string): readonly FieldError[] {
  return [
    ...oneProfileProblems(context, path, 'seccompProfile', 'seccomp'),
    ...oneProfileProblems(context, path, 'appArmorProfile', 'AppArmor'),
  ];
}

function oneProfileProblems(context: Draft, path: string, field: string, called: string): readonly FieldError[] {
  const profile = child(context, field);
  if (profile === undefined) return [];
  const at = `${path}.${field}.localhostProfile`;
  const file = profile.localhostProfile;
  const local = profile.type === 'Localhost';
  const stray = `can only be set when ${called} type is Localhost`;
  const missing = required(at, `must be set when ${called} type is Localhost`);
  const ofType =
    text(profile, 'type') === ''
      ? [required(`${path}.${field}.type`, `type is required when ${field} is set`)]
      : supported(profile, `${path}.${field}`, 'type', PROFILES);
  if (typeof file !== 'string') return [...ofType, ...(local ? [missing] : [])];
  if (called === 'seccomp') {
    const shown = internalText('io.k8s.api.core.v1.SeccompProfile', profile);
    return [...ofType, ...(local ? relativePathProblems(file, at) : [invalidShown(at, shown, stray)])];
  }
  if (ofType.length > 0) return ofType;
  if (!local) return [invalid(at, file, stray)];
  return [
    ...(file.trim() !== file
      ? [invalid(at, file, 'must not be padded with whitespace')]
      : file === ''
        ? [missing]
        : []),
    ...(Buffer.byteLength(file) > LONGEST_FILE ? [tooLong(at, LONGEST_FILE)] : []),
  ];
}

/** Of Linux, without the zero at the end. */
const LONGEST_FILE = 4095;
