// Answers what is asked and not stored: who one is, what one may do, and tokens of service accounts.
import type { TokenAuthenticator } from '../authentication/token-authenticator.js';
import { API_AUDIENCE, type TokenIssuer } from '../authentication/tokens.js';
import type { UserInfo } from '../authentication/user.js';
import type { FieldSchema } from '../fields/field-type.js';
import { recordUpdate } from '../fields/record-update.js';
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import { notModelled } from '../object/refusals.js';
import { timestamp } from '../object/timestamp.js';
import type { NamespaceLifecycle } from '../strategy/namespace-lifecycle.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { apiVersionOf, type ManagedFields } from './managed-fields.js';
import { refuseReview, refuseTokenRequest } from './review-errors.js';
import { fieldsOf, placedIn, reviewedAs, TOKEN_REQUEST, unstoredBody } from './unstored-body.js';
import { writeContext, writeOptions } from './write-options.js';

const HOUR = 3600;

export interface ReviewEndpointOptions {
  readonly storage: ResourceStorage;
  readonly tokens: TokenIssuer;
  readonly authenticator: TokenAuthenticator;
  readonly managedFields: ManagedFields;
  readonly namespaces: NamespaceLifecycle;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Everybody may do everything, and is told so. */
export class ReviewEndpoint {
  constructor(private readonly options: ReviewEndpointOptions) {}

  /** Whether a resource is one that this answers. */
  answers({ group, resource }: ApiRequest['type']): boolean {
    return Object.hasOwn(STATUS, `${group}/${resource}`);
  }

  async create(request: ApiRequest): Promise<ApiAnswer> {
    const { authenticator, managedFields, now, storage } = this.options;
    const { type, user } = request;
    const apiVersion = apiVersionOf(type);
    const context = writeContext(request, writeOptions(request, 'CreateOptions'));
    const body = placedIn(request.namespace, await unstoredBody(request, type));
    const sent = await storage.reviewed(reviewedAs(type, context), body.metadata.name ?? '', body);
    refuseReview(request, sent);
    const spec = fieldsOf(sent, 'spec');
    const status = STATUS[`${type.group}/${type.resource}`]?.(spec, user, authenticator);
    const metadata = {
      ...(request.namespace !== '' && { namespace: request.namespace }),
      ...(type.resource === 'selfsubjectreviews' && { creationTimestamp: timestamp(now()) }),
    };
    const rules = type.resource === 'selfsubjectrulesreviews';
    const shown = type.resource === 'selfsubjectreviews' ? {} : { spec: rules ? {} : spec };
    const review = { kind: type.kind, apiVersion, metadata, ...shown } as unknown as ApiObject;
    const { manager } = writeOptions(request, 'CreateOptions');
    const recorded = await managedFields.updated({ type, manager, subresource: '' }, undefined, review);
    return { code: 201, body: { ...recorded, status } };
  }

  /** A token for a service account. */
  async token(request: ApiRequest): Promise<ApiAnswer> {
    const { storage, tokens, namespaces, now } = this.options;
    const { type, namespace, name } = request;
    const asSent = placedIn(namespace, await unstoredBody(request, TOKEN_REQUEST));
    namespaces.refuseCreate(type, namespace, name);
    const context = writeContext(request, writeOptions(request, 'CreateOptions'));
    const sent = await storage.reviewed(reviewedAs(TOKEN_REQUEST, context), name, asSent);
    const account = await storage.get(type, namespace, name);
    refuseTokenRequest(request, sent);
    const asked = fieldsOf(sent, 'spec');
    if ((asked.boundObjectRef ?? null) !== null) throw notModelled('tokens that are bound to an object');
    const expirationSeconds = typeof asked.expirationSeconds === 'number' ? asked.expirationSeconds : HOUR;
    const audiences =
      Array.isArray(asked.audiences) && asked.audiences.length > 0 ? asked.audiences.map(String) : [API_AUDIENCE];
    const expires = now() + expirationSeconds * 1000;
    const { uid } = account.metadata;
    const body = {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, uid, creationTimestamp: timestamp(now()) },
      spec: { audiences, expirationSeconds, boundObjectRef: null },
    };
    const status = {
      token: tokens.issue({ namespace, name, uid, audiences, expires }),
      expirationTimestamp: timestamp(expires),
    };
    const { manager } = writeOptions(request, 'CreateOptions');
    const fields = recordUpdate({
      manager,
      apiVersion: body.apiVersion,
      subresource: 'token',
      time: timestamp(now()),
      schema: TOKEN_REQUEST.schema as FieldSchema,
      custom: false,
      empty: { apiVersion: body.apiVersion, kind: body.kind, spec: { boundObjectRef: null } },
      old: undefined,
      now: body,
    });
    return { code: 201, body: { ...body, metadata: { ...body.metadata, managedFields: fields }, status } };
  }
}

type StatusOf = (spec: JsonObject, user: UserInfo, authenticator: TokenAuthenticator) => object;

const ALLOWED: StatusOf = () => ({ allowed: true });

/** What the roles say that every cluster has: `system:basic-user`, `system:discovery`, `system:public-info-viewer`. */
const EVERYBODY = {
  resourceRules: [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  nonResourceRules: [
    {
      verbs: ['get'],
      nonResourceURLs: [
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ],
    },
    { verbs: ['get'], nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
  ],
};

const STATUS: Readonly<Record<string, StatusOf>> = {
  'authentication.k8s.io/selfsubjectreviews': (_spec, user) => ({ userInfo: user }),
  'authentication.k8s.io/tokenreviews': ({ token, audiences }, _user, authenticator) => {
    const wanted = Array.isArray(audiences) && audiences.length > 0 ? audiences.map(String) : undefined;
    const verdict = authenticator.authenticate(String(token), wanted);
    return 'user' in verdict ? { authenticated: true, ...verdict } : { user: {}, ...verdict };
  },
  'authorization.k8s.io/selfsubjectaccessreviews': ALLOWED,
  'authorization.k8s.io/subjectaccessreviews': ALLOWED,
  'authorization.k8s.io/localsubjectaccessreviews': ALLOWED,
  'authorization.k8s.io/selfsubjectrulesreviews': () => ({
    resourceRules: [...EVERYBODY.resourceRules, { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [...EVERYBODY.nonResourceRules, { verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  }),
};
