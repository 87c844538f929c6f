import { expect, test } from 'vitest';
import { capManagers } from './cap-managers.js';
import { fieldsFromJson, fieldsToJson } from './fields-v1.js';
import { type ManagerEntry, managerIdentity } from './managers.js';

// One after the other, their fields would be copied for as long as no test may last.
test('ten thousand updaters with fields of their own become ten, and no field is lost', () => {
  const entries = Array.from({ length: 10_000 }, (_, at): ManagerEntry => {
    const fields = fieldsFromJson({ 'f:data': { [`f:${at}`]: {} } });
    return { manager: `m${at}`, operation: 'Update', apiVersion: 'v1', subresource: '', time: timeOf(at), fields };
  });
  const capped = capManagers(new Map(entries.map(entry => [managerIdentity(entry), entry])));
  const managers = [...capped.values()].map(({ manager }) => manager).sort();
  expect(managers).toEqual(['ancient-changes', ...Array.from({ length: 9 }, (_, at) => `m${9_991 + at}`)]);
  const ancient = [...capped.values()].find(({ manager }) => manager === 'ancient-changes');
  expect(ancient?.time).toBe(timeOf(9_990));
  const { 'f:data': data } = fieldsToJson(ancient?.fields ?? fieldsFromJson({})) as Record<string, object>;
  expect(Object.keys(data ?? {})).toHaveLength(9_991);
});

function timeOf(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000', '');
}
