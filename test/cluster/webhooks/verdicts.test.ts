// What clients are told when webhooks refuse, warn, or fail.
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { freePorts } from '../../../hack/control-plane/ports.js';
import { testAuthority } from '../../webhook-world.js';
import { type Hook, test } from './fixture.js';
import type { ReviewAnswer } from './review-server.js';

/** A webhook for each case, that is asked about objects with its label. */
const casesAsHooks = (cases: Readonly<Record<string, object>>): readonly Hook[] =>
  Object.entries(cases).map(([name, hook]) => ({
    name,
    objectSelector: { matchLabels: { case: name } },
    ...hook,
  }));

test('a refusal is answered as the webhook words it', async ({ hooks, reviews }) => {
  const cases: Record<string, [object | undefined, number, object]> = {
    bare: [undefined, 400, { message: ' without explanation' }],
    message: [{ message: 'no' }, 400, { message: ': no' }],
    reason: [{ reason: 'Forbidden' }, 400, { message: ': Forbidden', reason: 'Forbidden' }],
    code: [{ code: 403, message: 'no' }, 403, { message: ': no' }],
    'low-code': [{ code: 200, status: 'Success', message: 'no' }, 400, { message: ': no' }],
    details: [
      {
        code: 422,
        reason: 'Invalid',
        message: 'bad',
        details: { name: 'x', kind: 'Y', causes: [{ reason: 'FieldValueInvalid', field: 'a', message: 'b' }] },
      },
      422,
      {
        message: ': bad',
        reason: 'Invalid',
        details: { name: 'x', kind: 'Y', causes: [{ reason: 'FieldValueInvalid', field: 'a', message: 'b' }] },
      },
    ],
  };
  for (const [name, [status]] of Object.entries(cases)) reviews.answer(`/${name}`, { allowed: false, status });
  await hooks.configure('validating', casesAsHooks(Object.fromEntries(Object.keys(cases).map(name => [name, {}]))));
  const answers = [];
  for (const name of Object.keys(cases)) answers.push((await hooks.create(name, {}, '', { case: name })).body);
  expect(answers).toEqual(
    Object.entries(cases).map(([name, [, code, { message, ...rest }]]: any) => ({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code,
      message: `admission webhook "${hooks.fullName(name)}" denied the request${message}`,
      ...rest,
    })),
  );
});

test('warnings reach the client, with a refusal and without', async ({ hooks, reviews }) => {
  reviews.answer('/soft', { warnings: ['mind "the" gap', 'mind it', 'mind it', '', 'two\nlines'] });
  reviews.answer('/hard', ({ name }) => (name === 'bad' ? { allowed: false, warnings: ['last words'] } : {}));
  await hooks.configure('mutating', [{ name: 'soft' }]);
  await hooks.configure('validating', [{ name: 'hard' }]);
  expect((await hooks.create('good')).warnings).toEqual(['mind \\"the\\" gap', 'mind it']);
  expect((await hooks.create('bad')).warnings).toEqual(['mind \\"the\\" gap', 'mind it', 'last words']);
});

test('what is not valid is told before validating webhooks are asked, and after mutating ones', async ({
  hooks,
  reviews,
}) => {
  await hooks.configure('mutating', [{ name: 'early' }]);
  await hooks.configure('validating', [{ name: 'late' }]);
  expect((await hooks.create('m', { data: { 'a b': '1' } })).code).toBe(422);
  expect(reviews.take().map(({ path }) => path.split('?')[0])).toEqual(['/early']);
});

test('a webhook that does not answer as it should refuses the write, or lets it pass', async ({ hooks, reviews }) => {
  const [port] = (await freePorts(1)) as [number];
  const other = Buffer.from((await testAuthority()).ca).toString('base64');
  const place = (name: string) => `https://127.0.0.1:${reviews.port}/${name}?timeout=${name === 'hanging' ? 2 : 30}s`;
  const called = (name: string, why: string) => `failed to call webhook: Post "${place(name)}": ${why}`;
  const answered = (why: string) => `received invalid webhook response: ${why}`;
  const undecoded = (why: string) => `failed to call webhook: ${why}`;
  const uid = 'AN-ID';
  const cases: Record<string, [ReviewAnswer | ((request: any) => ReviewAnswer) | undefined, string, object?]> = {
    refused: [
      undefined,
      `failed to call webhook: Post "https://127.0.0.1:${port}/x?timeout=30s": dial tcp 127.0.0.1:${port}: connect: connection refused`,
      { clientConfig: { url: `https://127.0.0.1:${port}/x` } },
    ],
    untrusted: [
      undefined,
      called('untrusted', 'tls: failed to verify certificate: x509: certificate signed by unknown authority'),
      { clientConfig: { ...reviews.at('/untrusted'), caBundle: other } },
    ],
    'no-pem': [
      undefined,
      'could not get REST client: unable to load root certificates: unable to parse bytes as PEM block',
      { clientConfig: { ...reviews.at('/no-pem'), caBundle: 'YWJj' } },
    ],
    hanging: ['nothing', called('hanging', 'context deadline exceeded'), { timeoutSeconds: 2 }],
    'server-error': [
      { status: 500, body: 'oh no\n', type: 'text/plain' },
      'failed to call webhook: an error on the server ("oh no") has prevented the request from succeeding',
    ],
    'server-json': [
      { status: 500, body: '{}' },
      'failed to call webhook: an error on the server ("unknown") has prevented the request from succeeding',
    ],
    'not-found': [
      { status: 404, body: 'x', type: 'text/plain' },
      'failed to call webhook: the server could not find the requested resource',
    ],
    teapot: [
      { status: 418, body: 'x', type: 'text/plain' },
      'failed to call webhook: the server responded with the status code 418 but did not return more information',
    ],
    'a-status': [
      {
        status: 404,
        body: '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"not here","reason":"NotFound","code":404}',
      },
      'failed to call webhook: not here',
    ],
    empty: [
      { status: 200, body: '' },
      'failed to call webhook: 0-length response with status code: 200 and content type: application/json',
    ],
    'no-review': [{ status: 200, body: '{"a":1}' }, answered('webhook response was absent')],
    'no-kind': [
      ({ uid: id }) => ({ status: 200, body: JSON.stringify({ response: { uid: id, allowed: true } }) }),
      answered('expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind='),
    ],
    'other-kind': [
      { status: 200, body: '{"kind":"Pod","apiVersion":"v1"}' },
      undecoded('no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"'),
    ],
    'other-version': [
      ({ uid: id }) => ({
        status: 200,
        body: JSON.stringify({
          kind: 'AdmissionReview',
          apiVersion: 'admission.k8s.io/v1beta1',
          response: { uid: id, allowed: true },
        }),
      }),
      undecoded('converting (v1beta1.AdmissionReview) to (v1.AdmissionReview): unknown conversion'),
    ],
    text: [
      { status: 200, body: 'hello', type: 'text/plain' },
      undecoded(`couldn't get version/kind; json parse error: json: cannot unmarshal string into ${TYPE_META}`),
    ],
    'half-json': [
      { status: 200, body: '{"a"' },
      undecoded("couldn't get version/kind; json parse error: unexpected end of JSON input"),
    ],
    list: [
      { status: 200, body: '[]' },
      undecoded(`couldn't get version/kind; json parse error: json: cannot unmarshal array into ${TYPE_META}`),
    ],
    'odd-type': [
      { allowed: 'yes' },
      undecoded('json: cannot unmarshal string into Go struct field AdmissionResponse.response.allowed of type bool'),
    ],
    'odd-warning': [
      { warnings: 'x' },
      undecoded(
        'json: cannot unmarshal string into Go struct field AdmissionResponse.response.warnings of type []string',
      ),
    ],
    'odd-item': [
      { warnings: ['a', 1] },
      undecoded(
        'json: cannot unmarshal number into Go struct field AdmissionResponse.response.warnings of type string',
      ),
    ],
    'odd-note': [
      { auditAnnotations: { a: 1 } },
      undecoded(
        'json: cannot unmarshal number into Go struct field AdmissionResponse.response.auditAnnotations of type string',
      ),
    ],
    'odd-code': [
      { allowed: false, status: { code: 400.5 } },
      undecoded('json: cannot unmarshal number 400.5 into Go struct field Status.response.status.code of type int32'),
    ],
    'odd-cause': [
      { allowed: false, status: { details: { causes: [{ field: 1 }] } } },
      undecoded(
        'json: cannot unmarshal number into Go struct field StatusCause.response.status.details.causes.field of type string',
      ),
    ],
    'odd-request': [
      { status: 200, body: '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":"x"}' },
      undecoded(
        'json: cannot unmarshal string into Go struct field AdmissionReview.request of type v1.AdmissionRequest',
      ),
    ],
    'no-version': [
      ({ uid: id }) => ({ status: 200, body: JSON.stringify({ kind: 'AdmissionReview', response: { uid: id } }) }),
      answered('expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=AdmissionReview'),
    ],
    'status-in-ok': [
      { status: 200, body: '{"kind":"Status","apiVersion":"v1"}' },
      undecoded('converting (v1.Status) to (v1.AdmissionReview): unknown conversion'),
    ],
    nothing: [{ status: 200, body: 'null' }, answered('webhook response was absent')],
    'not-gzip': [
      { status: 200, body: 'this is not compressed', headers: { 'content-encoding': 'gzip' } },
      undecoded('unexpected error when reading response body. Please retry. Original error: gzip: invalid header'),
    ],
    'half-base64': [{ patch: 'W10=W10=', patchType: 'JSONPatch' }, undecoded('illegal base64 data at input byte 4')],
    'odd-base64': [{ patch: '*', patchType: 'JSONPatch' }, undecoded('illegal base64 data at input byte 0')],
    absent: [
      { status: 200, body: '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}' },
      answered('webhook response was absent'),
    ],
    'other-uid': [{ uid: 'another' }, answered(`expected response.uid="${uid}", got "another"`)],
    'no-patch-type': [
      { patch: Buffer.from('[]').toString('base64') },
      answered('webhook returned response.patch but not response.patchType'),
    ],
    'no-patch': [{ patchType: 'JSONPatch' }, answered('webhook returned response.patchType but not response.patch')],
    'odd-patch': [
      { patchType: 'JSONPatch', patch: Buffer.from('{').toString('base64') },
      'received undecodable patch in webhook response: unexpected end of JSON input',
    ],
    'no-list': [
      { patchType: 'JSONPatch', patch: Buffer.from('{}').toString('base64') },
      'received undecodable patch in webhook response: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    ],
    'other-patch': [
      { patchType: 'Merge', patch: Buffer.from('[{"op":"add","path":"/data","value":{}}]').toString('base64') },
      'unsupported patch type "Merge"',
    ],
  };
  for (const [name, [answer]] of Object.entries(cases)) if (answer) reviews.answer(`/${name}`, answer);
  const hook = ([, , change = {}]: [unknown, string, object?]) => ({ timeoutSeconds: 30, ...change });
  const all = Object.fromEntries(Object.entries(cases).map(([name, each]) => [name, hook(each)]));
  await hooks.configure('mutating', casesAsHooks(all));
  const answers = [];
  for (const name of Object.keys(cases)) {
    const { code, body } = await hooks.create(name, {}, '', { case: name });
    const [asked] = reviews.take();
    answers.push([
      name,
      code,
      body.reason,
      body.message?.replace(asked?.request.uid ?? 'nobody', uid).replace(/ \(possibly because of .*\)$/, ''),
    ]);
  }
  expect(answers).toEqual(
    Object.entries(cases).map(([name, [, why]]) => [
      name,
      500,
      'InternalError',
      `Internal error occurred: failed calling webhook "${hooks.fullName(name)}": ${why}`,
    ]),
  );

  const tolerated = Object.fromEntries(
    Object.entries(all).map(([name, each]) => [`${name}-2`, { ...each, failurePolicy: 'Ignore' }]),
  );
  for (const [name, [answer]] of Object.entries(cases)) if (answer) reviews.answer(`/${name}-2`, answer);
  await hooks.configure('mutating', casesAsHooks(tolerated), 'b');
  const codes = [];
  for (const name of Object.keys(tolerated)) codes.push((await hooks.create(name, {}, '', { case: name })).code);
  expect(codes).toEqual(Object.keys(tolerated).map(() => 201));
});

test('an answer may be compressed, be somewhere else, or have to be asked for again', async ({ hooks, reviews }) => {
  const review = (uid: string) =>
    JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', response: { uid, allowed: true } });
  const gzip = { 'content-encoding': 'gzip' };
  reviews.answer('/gzip', ({ uid }) => ({ status: 200, body: gzipSync(review(uid)), headers: gzip }));
  reviews.answer('/moved', { status: 307, body: '', headers: { location: '/there' } });
  let isBusy = true;
  reviews.answer('/busy', () => {
    const answer = isBusy ? { status: 429, body: 'later', headers: { 'retry-after': '0' } } : {};
    isBusy = false;
    return answer;
  });
  await hooks.configure('validating', casesAsHooks({ gzip: {}, moved: {}, busy: {} }));
  for (const name of ['gzip', 'moved', 'busy'])
    expect([name, (await hooks.create(name, {}, '', { case: name })).code]).toEqual([name, 201]);
  expect(reviews.take().map(({ path }) => path.split('?')[0])).toEqual(['/gzip', '/moved', '/there', '/busy', '/busy']);
});

test('a validating webhook changes nothing', async ({ hooks, reviews }) => {
  reviews.answer('/a', { patchType: 'JSONPatch', patch: Buffer.from('[]').toString('base64') });
  await hooks.configure('validating', [{ name: 'a' }]);
  expect((await hooks.create('m')).body.message).toBe(
    `Internal error occurred: failed calling webhook "${hooks.fullName('a')}": received invalid webhook response: validating webhook may not return response.patch`,
  );
});

test('what is refused is not deleted either', async ({ hooks, reviews }) => {
  await hooks.create('m');
  reviews.answer('/a', ({ operation }) =>
    operation === 'DELETE' ? { allowed: false, status: { message: 'kept' } } : {},
  );
  await hooks.configure('validating', [{ name: 'a' }]);
  const refused = `admission webhook "${hooks.fullName('a')}" denied the request: kept`;
  expect((await hooks.ask('DELETE', `${hooks.maps}/m`)).body.message).toBe(refused);
  expect((await hooks.ask('DELETE', `${hooks.maps}?dryRun=All&fieldSelector=metadata.name%3Dm`)).body.message).toBe(
    refused,
  );
  expect((await hooks.ask('GET', `${hooks.maps}/m`)).body.metadata.deletionTimestamp).toBeUndefined();
});

/** How Go shows what it reads first of an answer. */
const TYPE_META =
  'Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
