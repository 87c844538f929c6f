// A kind in three versions, and an operator that converts them for a real API server.
import { type Client, ConvertsTo, CustomResource, conversion, type Draft, Manager, Resource } from 'kubewright';
import type { CustomResourceDefinition } from 'kubewright/kinds';
import { freePorts } from '../../hack/control-plane/ports.js';
import { aborted } from '../../runtime/clock/aborted.js';
import { RecordedLog } from '../recorded-log.js';
import { HandedCertificates, testAuthority } from '../webhook-world.js';

const names = { group: 'converted.example.com', kind: 'Lamp', plural: 'lamps' };
export const DEFINITION = `${names.plural}.${names.group}`;
/** Where v1 keeps the lights that it has no place for. */
export const LIGHTS = 'converted.example.com/lights';

interface Light {
  color: string;
  watts?: number;
}

interface Status {
  on?: boolean;
}

@Resource({ ...names, version: 'v2', storage: true })
export class LampV2 extends CustomResource<{ lights?: Light[]; room?: { name: string } }, Status> {}

/** One light; the others are kept in an annotation. */
@Resource({ ...names, version: 'v1' })
@ConvertsTo(LampV2, {
  to: ({ spec, status, metadata }) => {
    const { [LIGHTS]: kept, ...annotations } = { ...metadata.annotations };
    if (spec.light?.color === 'invisible') throw new Error('nobody could see it');
    const others = kept === undefined ? [] : (JSON.parse(kept) as Light[]);
    const lights = [...(spec.light ? [spec.light] : []), ...others];
    return {
      metadata: { annotations },
      spec: {
        ...(lights.length > 0 && { lights }),
        ...(spec.roomName !== undefined && { room: { name: spec.roomName } }),
      },
      ...(status && { status }),
    };
  },
  from: ({ spec, status, metadata }) => {
    const [light, ...others] = spec.lights ?? [];
    const kept = { annotations: { ...metadata.annotations, [LIGHTS]: JSON.stringify(others) } };
    return {
      ...(others.length > 0 && { metadata: kept }),
      spec: { ...(light && { light }), ...(spec.room && { roomName: spec.room.name }) },
      ...(status && { status }),
    };
  },
})
export class LampV1 extends CustomResource<{ light?: Light; roomName?: string }, Status> {}

/** Colours and nothing else. */
@Resource({ ...names, version: 'v1beta1' })
@ConvertsTo(LampV2, {
  to: ({ spec, status }) => ({
    spec: { ...(spec.colors && { lights: spec.colors.map(color => ({ color })) }) },
    ...(status && { status }),
  }),
  from: ({ spec, status }) => ({
    spec: { ...(spec.lights && { colors: spec.lights.map(({ color }) => color) }) },
    ...(status && { status }),
  }),
  loses: ['.spec.room', '.spec.lights[*].watts'],
})
export class LampV1beta1 extends CustomResource<{ colors?: string[] }, Status> {}

const text = { type: 'string' };
const integer = { type: 'integer' };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const light = object({ color: text, watts: integer }, ['color']);
const SPECS = {
  v2: object({ lights: { type: 'array', items: light }, room: object({ name: text }, ['name']) }),
  v1: object({ light, roomName: text }),
  v1beta1: object({ colors: { type: 'array', items: text } }),
};

type Definition = Draft<CustomResourceDefinition> & { readonly metadata: { readonly name: string } };

/** The definition, stored in one of the versions. */
export function definition(
  storage: keyof typeof SPECS,
  { port, ca }: { readonly port: number; readonly ca: string },
): Definition {
  const { group, kind, plural } = names;
  const status = object({ on: { type: 'boolean' } });
  const clientConfig = { url: `https://127.0.0.1:${port}/convert`, caBundle: Buffer.from(ca).toString('base64') };
  const made = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: DEFINITION },
    spec: {
      group,
      names: { kind, plural, singular: 'lamp', listKind: 'LampList' },
      scope: 'Namespaced' as const,
      conversion: { strategy: 'Webhook' as const, webhook: { clientConfig, conversionReviewVersions: ['v1'] } },
      versions: Object.entries(SPECS).map(([name, spec]) => ({
        name,
        served: true,
        storage: name === storage,
        subresources: { status: {} },
        schema: { openAPIV3Schema: object({ spec, status }, ['spec']) },
      })),
    },
  };
  return made as unknown as Definition;
}

/** Runs a manager that converts lamps, and does nothing else. */
export async function startConverting(client: Client) {
  const [port = 0] = await freePorts(1);
  const authority = await testAuthority();
  const log = new RecordedLog();
  const manager = new Manager({
    name: 'lamps',
    client,
    log,
    healthProbe: false,
    metrics: false,
    webhookServer: { host: '127.0.0.1', port, certificates: new HandedCertificates(await authority.issue()) },
  });
  manager.add(conversion(LampV1, LampV1beta1));
  const started = Promise.withResolvers<void>();
  // The group after that of the webhooks.
  manager.add({
    addTo: context =>
      context.addRunnable('others', {
        name: 'started',
        run: signal => {
          started.resolve();
          return aborted(signal);
        },
      }),
  });
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  await Promise.race([started.promise, ended]);
  return {
    port,
    ca: authority.ca,
    log,
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
