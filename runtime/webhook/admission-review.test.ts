import { describe, expect, it } from 'vitest';
import { thingReview } from '../../test/webhook-world.js';
import { readReview } from './admission-review.js';

const read = (value: unknown) =>
  readReview(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), undefined);
const problemOf = (value: unknown) => {
  const review = read(value);
  return 'problem' in review ? review.problem : undefined;
};

describe('a review', () => {
  it('is read with all that is in it', () => {
    const review = thingReview({
      operation: 'UPDATE',
      request: { dryRun: true, subResource: 'status', requestSubResource: 'status' },
    });
    const { request } = review;
    expect(read(review)).toEqual({
      head: { apiVersion: 'admission.k8s.io/v1', uid: request.uid },
      request: {
        uid: request.uid,
        kind: { group: 'example.com', version: 'v1', kind: 'Thing' },
        resource: { group: 'example.com', version: 'v1', resource: 'things' },
        subresource: 'status',
        requestKind: request.requestKind,
        requestResource: request.requestResource,
        requestSubresource: 'status',
        name: 'a',
        namespace: 'default',
        operation: 'UPDATE',
        user: {
          username: 'ann',
          uid: '',
          groups: ['system:authenticated'],
          extra: { 'example.com/team': ['red'] },
        },
        dryRun: true,
        object: request.object,
        oldObject: request.oldObject,
        options: request.options,
      },
    });
  });

  it('may be of v1beta1, and may lack what has a meaning when it is not there', () => {
    const { uid, kind, resource, operation, object } = thingReview().request;
    const request = { uid, kind, resource, operation, object, userInfo: {} };
    expect(read({ apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview', request })).toMatchObject({
      head: { apiVersion: 'admission.k8s.io/v1beta1', uid },
      request: {
        requestKind: kind,
        requestResource: resource,
        name: '',
        namespace: '',
        user: { username: '', uid: '', groups: [], extra: {} },
        dryRun: false,
        options: {},
      },
    });
  });
});

it('an object of a collection that is deleted has its name, which the API server leaves out of the review', () => {
  const named = read(thingReview({ operation: 'DELETE', request: { name: '' } }));
  expect(named).toMatchObject({ request: { name: 'a', operation: 'DELETE' } });
  const generated = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { generateName: 'a-' } };
  expect(read(thingReview({ object: generated, request: { name: '' } }))).toMatchObject({ request: { name: '' } });
});

describe('what is no review', () => {
  const { request } = thingReview();
  const withRequest = (change: object) => ({ ...thingReview(), request: { ...request, ...change } });
  const thing = request.object as { readonly metadata: object };

  it.each<[unknown, string]>([
    ['', 'the body is no JSON: Unexpected end of JSON input'],
    // Of the text itself nothing is shown: it may be a Secret.
    ['{"data":{"password":hunter2}}', "the body is no JSON: Unexpected token 'h'"],
    ['[]', 'the body is no object: an AdmissionReview is wanted'],
    ['null', 'the body is no object: an AdmissionReview is wanted'],
    [{}, 'kind: AdmissionReview is wanted, not nothing'],
    [{ ...thingReview(), kind: 'Review' }, 'kind: AdmissionReview is wanted, not "Review"'],
    [
      { ...thingReview(), apiVersion: undefined },
      'apiVersion: admission.k8s.io/v1 or admission.k8s.io/v1beta1 is wanted, not nothing',
    ],
    [
      { ...thingReview(), apiVersion: 'admission.k8s.io/v2' },
      'apiVersion: admission.k8s.io/v1 or admission.k8s.io/v1beta1 is wanted, not "admission.k8s.io/v2"',
    ],
    [{ ...thingReview(), request: [] }, 'request: an object is wanted, not a list'],
    [withRequest({ uid: '' }), 'request.uid: a text is wanted, not ""'],
    [withRequest({ uid: 7 }), 'request.uid: a text is wanted, not 7'],
    [withRequest({ kind: { version: 'v1' } }), 'request.kind.kind: a text is wanted, not nothing'],
    [withRequest({ kind: null }), 'request.kind: an object is wanted, not null'],
    [withRequest({ resource: 'things' }), 'request.resource: an object is wanted, not "things"'],
    [withRequest({ name: {} }), 'request.name: a text is wanted, not an object'],
    [withRequest({ operation: 'PATCH' }), 'request.operation: CREATE, UPDATE, DELETE, CONNECT is wanted, not "PATCH"'],
    [withRequest({ userInfo: undefined }), 'request.userInfo: an object is wanted, not nothing'],
    [withRequest({ userInfo: { groups: 'all' } }), 'request.userInfo.groups: a list of texts is wanted, not "all"'],
    [withRequest({ userInfo: { extra: { a: 1 } } }), 'request.userInfo.extra: a list of texts is wanted, not 1'],
    [withRequest({ dryRun: 'no' }), 'request.dryRun: true or false is wanted, not "no"'],
    [withRequest({ object: null }), 'request.object: CREATE comes with an object, got none'],
    [withRequest({ operation: 'UPDATE', object: null }), 'request.object: UPDATE comes with an object, got none'],
    [withRequest({ operation: 'CONNECT', object: null }), 'request.object: CONNECT comes with an object, got none'],
    [withRequest({ operation: 'UPDATE' }), 'request.oldObject: UPDATE comes with an object, got none'],
    [withRequest({ operation: 'DELETE' }), 'request.oldObject: DELETE comes with an object, got none'],
    [withRequest({ object: 3 }), 'request.object: an object is wanted, not 3'],
    [withRequest({ object: { ...thing, kind: 'Pod' } }), 'request.object.kind: Thing is wanted, not "Pod"'],
    [
      withRequest({ object: { ...thing, apiVersion: 'v1' } }),
      'request.object.apiVersion: example.com/v1 is wanted, not "v1"',
    ],
    [withRequest({ object: { ...thing, metadata: [] } }), 'request.object.metadata: an object is wanted, not a list'],
  ])('is told what is wrong with it: %#', (body, message) => {
    expect(problemOf(body)).toEqual({ code: 400, message });
  });

  it('is answered by its uid as far as there is one', () => {
    const { uid } = request;
    expect(read(withRequest({ object: 3 })).head.uid).toBe(uid);
    expect(read({ apiVersion: 'admission.k8s.io/v1beta1', kind: 'Other', request: { uid } }).head).toEqual({
      apiVersion: 'admission.k8s.io/v1beta1',
      uid,
    });
    expect(read('{').head).toEqual({ apiVersion: 'admission.k8s.io/v1', uid: '' });
  });

  it('is not UTF-8', () => {
    expect(readReview(Buffer.from([0x22, 0xff, 0x22]), undefined)).toMatchObject({
      problem: { code: 400, message: 'the body is not UTF-8' },
    });
  });

  it('is too large: its uid stands at the start', () => {
    const start = Buffer.from(JSON.stringify(thingReview({ request: { uid: 'the-uid' } })).slice(0, 300));
    const problem = { code: 413, message: 'too large' };
    // The order of fields is that in which the API server writes them.
    expect(readReview(start, problem)).toEqual({
      head: { apiVersion: 'admission.k8s.io/v1', uid: 'the-uid' },
      problem,
    });
    expect(readReview(Buffer.from('xyz'), problem).head.uid).toBe('');
  });
});
