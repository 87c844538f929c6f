// Events in their two groups, and what the server knows of who asks.
import { area, ask, given, scenario } from '../scenario.js';

const about = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: '{ns}' };
const EVENTS = 'events.k8s.io/v1/events';
const event = (name: string, rest: object = {}) => ({ metadata: { name }, ...rest });
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

export const events = area(
  'events',
  scenario(
    'in two groups',
    ask(
      'the old kind',
      'POST events',
      event('a', {
        involvedObject: about,
        reason: 'R',
        message: 'm',
        type: 'Normal',
        source: { component: 'c' },
        count: 1,
        firstTimestamp: '2020-01-01T00:00:00Z',
        lastTimestamp: '2020-01-01T00:00:00Z',
      }),
    ),
    ask('the old kind seen as the new one', `GET ${EVENTS}/a`),
    ask(
      'the new kind',
      `POST ${EVENTS}`,
      event('b', {
        regarding: about,
        reason: 'R',
        note: 'n',
        type: 'Warning',
        action: 'A',
        reportingController: 'a.dev/c',
        reportingInstance: 'i',
        eventTime: '2020-01-01T00:00:00.000000Z',
      }),
    ),
    ask('the new kind seen as the old one', 'GET events/b'),
    ask('the new kind needs a time', `POST ${EVENTS}`, event('c', { regarding: about, reason: 'R', type: 'Normal' })),
    ask('the new kind needs everything', `POST ${EVENTS}`, event('c', { eventTime: '2020-01-01T00:00:00.000000Z' })),
    ask('a namespace of another', 'POST events', event('c', { involvedObject: { ...about, namespace: 'other' } })),
    ask('nothing said', 'POST events', event('d')),
    ask('by the reason', 'GET events?fieldSelector=reason%3DR,type%3DWarning'),
    ask('by the object', `GET ${EVENTS}?fieldSelector=regarding.name%3Da,type%3DNormal`),
    ask('a table of the new kind', `GET ${EVENTS}/b`, undefined, TABLE),
    ask('what happened again', 'MERGE events/a', { count: 2, lastTimestamp: '2020-01-01T00:01:00Z' }),
    ask('made by an update', 'PUT events/e', event('e', { involvedObject: about, reason: 'R' })),
  ),
);

const REVIEW = '/apis/authorization.k8s.io/v1';

export const reviews = area(
  'reviews',
  scenario(
    'of access',
    ask("one's own access", `POST ${REVIEW}/selfsubjectaccessreviews`, {
      spec: { resourceAttributes: { verb: 'create', resource: 'pods', namespace: '{ns}' } },
    }),
    ask("one's own access to a path", `POST ${REVIEW}/selfsubjectaccessreviews`, {
      spec: { nonResourceAttributes: { verb: 'get', path: '/x' } },
    }),
    ask('access to nothing', `POST ${REVIEW}/selfsubjectaccessreviews`, { spec: {} }),
    ask('access to two things', `POST ${REVIEW}/selfsubjectaccessreviews`, {
      spec: { resourceAttributes: {}, nonResourceAttributes: {} },
    }),
    ask("somebody's access", `POST ${REVIEW}/subjectaccessreviews`, {
      spec: { user: 'somebody', groups: ['system:masters'], resourceAttributes: { verb: 'get', resource: 'pods' } },
    }),
    ask("nobody's access", `POST ${REVIEW}/subjectaccessreviews`, {
      spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
    }),
    ask("somebody's access in a namespace", `POST ${REVIEW}/namespaces/{ns}/localsubjectaccessreviews`, {
      metadata: { namespace: '{ns}' },
      spec: {
        user: 'somebody',
        groups: ['system:masters'],
        resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'pods' },
      },
    }),
    ask("somebody's access in another namespace", `POST ${REVIEW}/namespaces/{ns}/localsubjectaccessreviews`, {
      spec: { user: 'somebody', resourceAttributes: { namespace: 'other', verb: 'get', resource: 'pods' } },
    }),
    ask('reviews are not read', `GET ${REVIEW}/selfsubjectaccessreviews`),
    ask('one of them neither', `GET ${REVIEW}/selfsubjectaccessreviews/a`),
  ),
  scenario(
    'of identity',
    given('POST serviceaccounts', { metadata: { name: 'a' } }),
    ask('who one is', 'POST /apis/authentication.k8s.io/v1/selfsubjectreviews', {}),
    ask('whose a token is that is none', 'POST /apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'x' } }),
    ask('whose no token is', 'POST /apis/authentication.k8s.io/v1/tokenreviews', { spec: {} }),
    ask(
      'as somebody else',
      'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { headers: { 'impersonate-user': 'bob', 'impersonate-group': 'system:masters' } },
    ),
    ask(
      'as a group of nobody',
      'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { headers: { 'impersonate-group': 'system:masters' } },
    ),
  ),
);
