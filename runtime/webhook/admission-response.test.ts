import { describe, expect, it } from 'vitest';
import { cutWarnings, reviewAnswer } from './admission-response.js';

const head = { apiVersion: 'admission.k8s.io/v1', uid: 'u' };

describe('an answer', () => {
  it('that allows has a patch only if there is one: the API server takes no patch type without', () => {
    expect(reviewAnswer(head, { allowed: true, patch: [] })).toEqual({
      status: 200,
      body: {
        apiVersion: head.apiVersion,
        kind: 'AdmissionReview',
        response: { uid: 'u', allowed: true, status: { code: 200 } },
      },
    });
    const { body } = reviewAnswer(head, { allowed: true, patch: [{ op: 'remove', path: '/a' }] });
    expect(body).toMatchObject({
      response: { patchType: 'JSONPatch', patch: Buffer.from('[{"op":"remove","path":"/a"}]').toString('base64') },
    });
  });

  it('that refuses says why', () => {
    const { status, body } = reviewAnswer(head, {
      allowed: false,
      code: 403,
      reason: 'Forbidden',
      message: 'no',
      warnings: ['w'],
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        apiVersion: head.apiVersion,
        kind: 'AdmissionReview',
        response: {
          uid: 'u',
          allowed: false,
          status: { code: 403, reason: 'Forbidden', message: 'no' },
          warnings: ['w'],
        },
      },
    });
  });
});

describe('warnings', () => {
  it('stay as they are while they are 4096 characters or fewer in all', () => {
    const texts = ['a'.repeat(4000), 'b'.repeat(96)];
    expect(cutWarnings(texts)).toEqual(texts);
  });

  it('are cut to 256 characters each when they are more, and end at 4096', () => {
    const texts = Array.from({ length: 20 }, (_, at) => String.fromCharCode(97 + at).repeat(300));
    const cut = cutWarnings(texts);
    expect(cut).toHaveLength(16);
    expect(cut).toEqual(texts.slice(0, 16).map(text => text.slice(0, 256)));
  });

  it('are counted in characters, none of which is cut in two', () => {
    const texts = ['😀'.repeat(300), 'x'.repeat(4000)];
    expect(cutWarnings(texts)).toEqual(['😀'.repeat(256), 'x'.repeat(256)]);
    expect(cutWarnings(['😀'.repeat(3000)])).toEqual(['😀'.repeat(3000)]);
  });

  it('are all cut when one of them makes them too many, and that one is still said', () => {
    const texts = Array.from({ length: 20 }, (_, at) => String.fromCharCode(97 + at).repeat(256));
    expect(cutWarnings(texts)).toEqual(texts.slice(0, 17));
  });

  it('without a text are left out, and are said once', () => {
    expect(cutWarnings(['', 'a', 'b', 'a', ' '])).toEqual(['a', 'b']);
  });

  it('have no line breaks, for which the API server would drop them', () => {
    expect(cutWarnings(['one\r\ntwo\tthree\u0085', 'four '])).toEqual(['one two three', 'four']);
  });
});
