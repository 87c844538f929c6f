import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Kubectl } from '../hack/control-plane/kubectl.js';
import { widget, widgetDefinition } from '../test/dev-cluster.js';
import '../test/real/provided.js';
import { type DevCluster, startDevCluster } from './server.js';

let cluster: DevCluster;
let folder: string;
let kubectl: Kubectl;
beforeAll(async () => {
  const controlPlane = inject('controlPlane');
  if ('unavailable' in controlPlane) return;
  folder = await mkdtemp(join(tmpdir(), 'kubewright-kubectl-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  cluster = await startDevCluster({ kubeconfigPath });
  kubectl = new Kubectl(controlPlane.location.kubectl, kubeconfigPath, join(folder, 'cache'));
  await kubectl.apply([
    widgetDefinition({ additionalPrinterColumns: [{ name: 'Color', type: 'string', jsonPath: '.spec.color' }] }),
  ]);
  await kubectl.output(['wait', '--for=condition=Established', 'crd/widgets.example.dev']);
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const run = async (line: string, input?: string) => {
  const { stdout, stderr, code } = await kubectl.run(line.split(' '), input === undefined ? {} : { input });
  return { code, text: (stdout + stderr).trim() };
};

describe('the real kubectl', () => {
  test.each([
    ['version', /Server Version: v1\.36\.\d+\+kubewright/],
    ['create configmap made --from-literal=a=b', 'configmap/made created'],
    ['create secret generic made --from-literal=a=b', 'secret/made created'],
    ['create deployment made --image=nginx', 'deployment.apps/made created'],
    ['set image deployment/made nginx=nginx:2', 'deployment.apps/made image updated'],
    ['scale deployment made --replicas=3', 'deployment.apps/made scaled'],
    ['expose deployment made --port=80', 'service/made exposed'],
    ['autoscale deployment made --min=1 --max=3', 'horizontalpodautoscaler.autoscaling/made autoscaled'],
    ['label configmap made x=y', 'configmap/made labeled'],
    ['get configmap -l x=y -o name', 'configmap/made'],
    ['get configmap made -o jsonpath={.data.a}', 'b'],
    ['patch configmap made -p {"data":{"a":"c"}}', 'configmap/made patched'],
    ['get configmap made', /^NAME +DATA +AGE\nmade +1 +\d+s$/],
    ['describe configmap made', /Labels: +x=y/],
    ['explain widget.spec', /color\t<string>/],
    ['auth can-i create pods', 'yes'],
    ['auth whoami', /kubernetes-admin/],
    ['create token default', /^ey[\w.-]+$/],
    ['delete configmap made --dry-run=server', 'configmap "made" deleted from default namespace (server dry run)'],
    ['delete configmap made', 'configmap "made" deleted from default namespace'],
    ['get configmap made', 'Error from server (NotFound): configmaps "made" not found'],
    ['run made --image=nginx', 'pod/made created'],
    ['wait --for=condition=Ready pod/made', 'pod/made condition met'],
    ['logs made', /does not model the subresource log of pods/],
    ['delete pod made --wait=true', 'pod "made" deleted from default namespace'],
    ['create namespace made', 'namespace/made created'],
    ['delete namespace made --wait=true', 'namespace "made" deleted'],
  ])('%s', async (line, expected) => {
    const { text } = await run(line);
    if (typeof expected === 'string') expect(text).toBe(expected);
    else expect(text).toMatch(expected);
  });

  test('applies custom resources from both sides, and sees what would differ', async () => {
    const manifest = (color: string) => JSON.stringify(widget('w', { color }));
    expect((await run('apply -f -', manifest('red'))).text).toBe('widget.example.dev/w created');
    expect((await run('apply -f -', manifest('red'))).text).toBe('widget.example.dev/w unchanged');
    expect(await run('diff -f -', manifest('blue'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('+  color: blue'),
    });
    expect((await run('apply -f -', manifest('blue'))).text).toBe('widget.example.dev/w configured');
    expect((await run('get wd')).text).toBe('NAME   COLOR\nw      blue');
    expect((await run('apply --server-side -f -', manifest('blue'))).text).toBe(
      'widget.example.dev/w serverside-applied',
    );
    expect((await run('scale wd/w --replicas=11')).text).toContain('should be less than or equal to 10');
    expect((await run('create -f -', manifest('green'))).text).toBe(
      'The Widget "w" is invalid: spec.color: Unsupported value: "green": supported values: "red", "blue"',
    );
  });

  test('takes a whole List from a file', async () => {
    const items = ['l1', 'l2'].map(name => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
    const file = join(folder, 'list.json');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect((await run(`create -f ${file}`)).text).toBe('configmap/l1 created\nconfigmap/l2 created');
  });
});
