import { expect, test } from 'vitest';
import { certificateUser } from './client-certificate.js';

const shown = (subject: object, valid = true) =>
  certificateUser({
    subject: { C: '', ST: '', L: '', O: [], OU: '', CN: '', ...subject },
    fingerprint256: 'AB:01',
    valid,
  });

test('the common name is the user, organizations are groups', () => {
  expect(shown({ CN: 'anna', O: ['g', 'h'] })).toEqual({
    username: 'anna',
    groups: ['g', 'h', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab01'] },
  });
  expect(shown({ CN: 'anna', O: 'one' })?.groups).toEqual(['one', 'system:authenticated']);
  expect(shown({ CN: 'anna', O: ['system:authenticated', 'g'] })?.groups).toEqual(['system:authenticated', 'g']);
});

test('nobody is who shows none, one of another authority, or one without a name', () => {
  expect(certificateUser(undefined)).toBeUndefined();
  expect(shown({ CN: 'anna' }, false)).toBeUndefined();
  expect(shown({ O: 'g' })).toBeUndefined();
});
