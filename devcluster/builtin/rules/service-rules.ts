// Services: their ports, and which of their fields go together.

import { labelProblems } from '../../../schema/names.js';
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, count, type Draft, draftOf, items, madeChild, text } from '../draft.js';
import { PROTOCOLS, portProblems } from './port-problems.js';
import { duplicate, supported } from './problems.js';

/** Addresses and node ports are given by `allocateService`, after these rules and before validation. */
export const SERVICE_RULES: KindRules = {
  createOnUpdate: true,
  prepareForUpdate: (object, old) => adaptedToType(object, old),
  validate: object => {
    const service = draftOf(object);
    const { name } = object.metadata;
    const dotted = name.includes('.') ? [invalid('metadata.name', name, 'must not contain dots')] : [];
    return [...dotted, ...serviceProblems(madeChild(service, 'spec'))];
  },
};

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** What the old type had and the new one does not, when the writer sends it back as it was. */
function adaptedToType(object: ApiObject, old: ApiObject): ApiObject {
  const service = draftOf(object);
  const spec = madeChild(service, 'spec');
  const before = child(draftOf(old), 'spec') ?? {};
  const unchanged = (name: string) => JSON.stringify(spec[name]) === JSON.stringify(before[name]);
  const drop = (...names: readonly string[]) => {
    for (const name of names) if (unchanged(name)) delete spec[name];
  };
  if (spec.type === 'ExternalName' && before.type !== 'ExternalName') {
    drop('clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy');
  }
  const outside = (type: unknown) => type === 'NodePort' || type === 'LoadBalancer';
  if (outside(before.type) && !outside(spec.type)) {
    drop('externalTrafficPolicy');
    for (const [index, port] of items(spec, 'ports').entries()) {
      if (port.nodePort === items(before, 'ports')[index]?.nodePort) delete port.nodePort;
    }
  }
  if (spec.type !== 'LoadBalancer') drop('allocateLoadBalancerNodePorts', 'loadBalancerClass');
  return service as unknown as ApiObject;
}

function serviceProblems(spec: Draft): readonly FieldError[] {
  const ports = items(spec, 'ports');
  const type = text(spec, 'type');
  const headless = spec.clusterIP === 'None';
  const namedTwice = repeats(ports.map(port => text(port, 'name')));
  const portTwice = repeats(ports.map(({ port = null, protocol = null }) => JSON.stringify([port, protocol])));
  return [
    ...(ports.length === 0 && !headless && type !== 'ExternalName' ? [required('spec.ports')] : []),
    ...ports.flatMap((port, index) => {
      const named = { twice: namedTwice.has(index), alone: ports.length === 1 };
      return servicePortProblems(port, named, `spec.ports[${index}]`);
    }),
    ...supported(spec, 'spec', 'sessionAffinity', ['ClientIP', 'None']),
    ...(TYPES.includes(type) ? [] : [notSupported('spec.type', type, TYPES)]),
    ...(type === 'ExternalName' && text(spec, 'externalName') === '' ? [required('spec.externalName')] : []),
    ...ports.flatMap((port, index) =>
      portTwice.has(index) ? [duplicate(`spec.ports[${index}]`, internalPort(port))] : [],
    ),
  ];
}

/** The places of what was there before. */
function repeats(keys: readonly string[]): ReadonlySet<number> {
  const seen = new Set<string>();
  return new Set(keys.flatMap((key, index) => (seen.size === seen.add(key).size ? [index] : [])));
}

function servicePortProblems(
  port: Draft,
  named: { readonly twice: boolean; readonly alone: boolean },
  path: string,
): readonly FieldError[] {
  const name = text(port, 'name');
  const twice = name !== '' && named.twice;
  const protocol = text(port, 'protocol');
  return [
    ...(name === '' && !named.alone ? [required(`${path}.name`)] : []),
    ...(twice ? [duplicate(`${path}.name`, name)] : []),
    ...(name !== '' && !twice ? labelProblems(name).map(problem => invalid(`${path}.name`, name, problem)) : []),
    ...portProblems(port.port, `${path}.port`),
    ...(PROTOCOLS.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)]),
    ...portProblems(port.targetPort, `${path}.targetPort`),
  ];
}

/** The real server shows the part of the port that has to differ, in its internal type. */
function internalPort(port: Draft): object {
  const unset = { Name: '', Protocol: port.protocol ?? '', AppProtocol: null };
  return { ...unset, Port: count(port, 'port'), TargetPort: 0, NodePort: 0 };
}
