import { expect, test } from 'vitest';
import { StatusError } from '../object/status-error.js';
import { type Headers, impersonation } from './impersonation.js';
import type { UserInfo } from './user.js';

const AS = 'impersonate-user';
const GROUP = 'impersonate-group';

test.each<[string, Headers, UserInfo | undefined]>([
  ['nothing', { accept: ['x'] }, undefined],
  ['an empty user', { [AS]: [''] }, undefined],
  ['a user', { [AS]: ['bob'] }, { username: 'bob', groups: ['system:authenticated'] }],
  ['two users', { [AS]: ['bob', 'eve'] }, { username: 'bob', groups: ['system:authenticated'] }],
  [
    'groups, with commas, twice, empty',
    { [AS]: ['bob'], [GROUP]: ['a,b', 'c', 'c', ''] },
    { username: 'bob', groups: ['a,b', 'c', 'c', '', 'system:authenticated'] },
  ],
  [
    'a group that all have',
    { [AS]: ['bob'], [GROUP]: ['system:authenticated', 'z'] },
    { username: 'bob', groups: ['system:authenticated', 'z'] },
  ],
  [
    'a group that nobody has who signed in',
    { [AS]: ['bob'], [GROUP]: ['system:unauthenticated'] },
    { username: 'bob', groups: ['system:unauthenticated'] },
  ],
  ['nobody', { [AS]: ['system:anonymous'] }, { username: 'system:anonymous', groups: ['system:unauthenticated'] }],
  [
    'a service account',
    { [AS]: ['system:serviceaccount:a:b'] },
    {
      username: 'system:serviceaccount:a:b',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
    },
  ],
  [
    'a service account with groups',
    { [AS]: ['system:serviceaccount:a:b'], [GROUP]: ['x'] },
    { username: 'system:serviceaccount:a:b', groups: ['x', 'system:authenticated'] },
  ],
  [
    'a uid and extras',
    {
      [AS]: ['bob'],
      'impersonate-uid': ['u1'],
      'impersonate-extra-a%2fb': ['x', 'y'],
      'impersonate-extra-bad%zz': ['z'],
    },
    {
      username: 'bob',
      uid: 'u1',
      groups: ['system:authenticated'],
      extra: { 'a/b': ['x', 'y'], 'bad%zz': ['z'] },
    },
  ],
])('%s', (_, headers, user) => {
  expect(impersonation(headers)).toEqual(user);
});

// As a real API server of 1.36 says it.
test.each<[Headers, string]>([
  [{ [GROUP]: ['g'] }, 'UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)'],
  [{ 'impersonate-uid': ['g'] }, 'UID:"g", Groups:[]string(nil), Extra:map[string][]string(nil)'],
  [{ 'impersonate-extra-foo': ['g'] }, 'UID:"", Groups:[]string(nil), Extra:map[string][]string{"foo":[]string{"g"}}'],
  [
    { [AS]: [''], [GROUP]: ['a', 'b'], 'impersonate-uid': ['u'], 'impersonate-extra-foo': ['g'] },
    'UID:"u", Groups:[]string{"a", "b"}, Extra:map[string][]string{"foo":[]string{"g"}}',
  ],
])('%j without a user is refused', (headers, asked) => {
  const message = `requested &user.DefaultInfo{Name:"", ${asked}} without impersonating a user name`;
  expect(() => impersonation(headers)).toThrow(new StatusError(400, 'BadRequest', message));
});
