// Where the embedded control plane differs from the real one that was recorded, and why.
import type { KnownDifference } from '../observation.js';

/** The tests fail for a difference that is missing here, and for one that is no more. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...because(
    'Messages about broken YAML are those of another parser.',
    text('apply', 'a ConfigMap: of what does not parse'),
    text('negotiation', 'what is sent: YAML that does not parse'),
  ),
  ...because(
    'A duplicate key in an apply is told in the words for JSON.',
    text('apply', 'a ConfigMap: of a duplicate key'),
  ),
  ...because(
    'No controller here would take off again what admission puts on: the protection of volumes and claims, the taint of new Nodes.',
    text('built-in defaults', 'PersistentVolumeClaim: is completed'),
    text('built-in defaults', 'PersistentVolume: is completed'),
    text('built-in defaults', 'Node: is completed'),
    text('built-in defaults', 'tables: PersistentVolumeClaim'),
    text('warnings', 'others: a claim of parts of bytes'),
    text('warnings', 'others: a claim of an old class'),
    text('warnings', 'others: a volume of an old class'),
  ),
  ...because(
    "The annotation with the generation of a DaemonSet's template is nobody's field.",
    text('built-in defaults', 'tables: DaemonSet'),
  ),
  ...because(
    'Messages about broken times say less exactly where.',
    text('built-in rules', 'configuration and storage: a Lease with a time that is none'),
  ),
  ...because('An empty list of rules stays an empty list; a real server reads it back as null.'),
  ...because(
    'Answers are never protobuf: clients that ask for it get JSON if they take that, too.',
    text('custom resources', 'columns and fields: protobuf'),
    status('negotiation', 'what is accepted: protobuf'),
  ),
  ...because('The order of warnings about unknown fields.', text('definitions', 'schemas: what is forbidden')),
  ...because(
    'ComponentStatus is not served: it is deprecated, and says nothing of a development server.',
    text('discovery', 'legacy documents: the resources of the core group'),
    text('discovery', 'aggregated documents: the core group in one document'),
  ),
  ...because(
    'Groups and kinds that operators do not touch are not served: apiregistration, certificates, node, resource, flowcontrol, IPAddress, ServiceCIDR.',
    text('discovery', 'legacy documents: the groups'),
    text('discovery', 'legacy documents: the groups with a slash behind'),
    text('discovery', 'legacy documents: the resources of networking.k8s.io/v1'),
  ),
  ...because('The version says who this is.', text('discovery', 'the server: the version')),
  ...because(
    'Claims of devices by Pods are not looked at: there are none here.',
    status('pod rules', 'resources: a claim that is not there'),
    status('pod rules', 'resources: a claim without a name'),
    status('pod rules', 'of the whole Pod: a claim of a device'),
  ),
  ...because(
    'Options of Windows are not looked at.',
    status('pod rules', 'security of the Pod: a user of Windows'),
    status('pod rules', 'security of a container: a user of Windows'),
  ),
  ...because(
    'Settings of disks and volumes of old kinds are not looked at beyond what has to be there.',
    text('pod volumes', 'sources: a disk of Google'),
    status('pod volumes', 'sources: a target'),
    status('pod volumes', 'sources: a channel'),
  ),
  ...because(
    'Fields whose features are off by default are kept.',
    text('pod volumes', 'projected: of trust without a name'),
  ),
  ...because('The old annotation for AppArmor does not become the field.', text('warnings', 'Pods: old annotations')),
  ...because(
    'Paths that no client asks for: scopes that do not fit, broken escapes, writes to discovery.',
    text('errors', 'paths and methods: a wrong escape'),
    text('errors', 'paths and methods: writes to the index'),
  ),
  ...because(
    'Here a namespace has kube-root-ca.crt as soon as it is there.',
    text('errors', 'paths and methods: a wrong escape in a query'),
  ),
  ...because('Everybody may do everything.', status('errors', 'paths and methods: who is not known')),
  ...because(
    'A token is read even where a client certificate would be: there are none here.',
    status('errors', 'paths and methods: a token that is none'),
  ),
  ...because(
    'A JSON patch that replaces the whole object needs its kind in it.',
    status('json patch', 'of a ConfigMap: of the whole object'),
  ),
  ...because(
    'A patch that changes the kind is refused by that, whatever the other kind would say.',
    text('merge patch', 'of a ConfigMap: with another kind'),
  ),
  ...because(
    'OpenAPI: the real server adds headers of a file server, and publishes documents beside those of groups; v2 is an empty document here.',
    text('openapi', 'how documents are answered: the head of the index'),
    text('openapi', 'how documents are answered: the head of a document'),
    text('openapi', 'how documents are answered: a document of a group that is not there'),
    status('openapi', 'how documents are answered: a small document'),
    text('openapi', 'how documents are answered: the second version as JSON'),
    text('openapi', 'how documents are answered: the second version as protobuf'),
  ),
  ...because(
    'The administrators of the two are other users, and one of them has a certificate.',
    text('reviews', 'of identity: who one is'),
    text('reviews', 'of identity: as a group of nobody'),
  ),
  ...because('Long texts in YAML are broken into lines in another style.', text('watch', 'forms: as YAML')),
];

type Place = Omit<KnownDifference, 'reason'>;

function because(reason: string, ...places: readonly Place[]): KnownDifference[] {
  return places.map(place => ({ ...place, reason }));
}

/** The status differs. */
function status(area: string, name: string): Place {
  return { area, name, code: true };
}

/** Only the rest of the answer does. */
function text(area: string, name: string): Place {
  return { area, name };
}
