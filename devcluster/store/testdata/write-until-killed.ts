// Counts in a store, and prints each number once it is stored, until it is killed.
import { openPersistentStore } from '../persistence.js';

const { store } = openPersistentStore(process.argv[2] ?? '', { journalLimit: 50_000 });
const key = { storage: '/configmaps', namespace: 'a', name: 'counter' };
const metadata = { name: 'counter', namespace: 'a', uid: 'u', resourceVersion: '', creationTimestamp: '' };
for (let value = 1; value <= 1_000_000; value += 1) {
  const present = store.get(key)?.metadata.resourceVersion ?? '';
  store.put(key, { apiVersion: 'v1', kind: 'ConfigMap', metadata, value }, present);
  await new Promise(resolve => process.stdout.write(`${value}\n`, resolve));
}
