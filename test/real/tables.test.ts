// What `kubectl get` shows, by the embedded server's printers and by the real server, of the same objects.
import { describe, expect } from 'vitest';
import type { ApiObject } from '../../devcluster/object/api-object.js';
import { printerOf } from '../../devcluster/table/printer-of.js';
import { makeNamespace, observeTable } from '../../hack/table/observed-table.js';
import { RawClient } from '../../hack/table/raw-client.js';
import { sampleTables } from '../../hack/table/samples/all.js';
import { test as base } from './fixture.js';

// Nodes, webhook configurations and the like belong to the whole cluster.
const test = base.extend('client', { scope: 'file' }, async ({ ownControlPlane }) => {
  const client = await RawClient.as(ownControlPlane.kubectl);
  await makeNamespace(client);
  return client;
});

const builtin = sampleTables.filter(({ apiVersion }) => !apiVersion.includes('.example.com/'));

describe('the printer of a built-in kind', () => {
  test.for(builtin)('prints the Table of $kind of $apiVersion', async (samples, { client }) => {
    const { columns, rows, now } = await observeTable(client, samples);
    const group = samples.apiVersion.includes('/') ? samples.apiVersion.replace(/\/.*/, '') : '';
    const printer = printerOf(group, samples.kind);
    expect(printer.columns).toEqual(columns);
    for (const { cells, conditions = [], object } of rows) {
      const apiObject = object as unknown as ApiObject;
      expect(printer.cells(apiObject, new Date(now)), object.metadata.name).toEqual(cells);
      expect(printer.conditions?.(apiObject) ?? [], object.metadata.name).toEqual(conditions);
    }
  });
});
