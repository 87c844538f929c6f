// Custom resources: their definition, names, tables and errors.
import { WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const WIDGETS_OF_COLORS = ['red', 'green', 'blue']
  .map(color => `apiVersion: NAMESPACE.dev/v1\nkind: Widget\nmetadata: {name: ${color}}\nspec: {color: ${color}}\n`)
  .join('---\n');

export const customResources: TranscriptArea = {
  area: 'kubectl custom resources',
  scenarios: [
    {
      title: 'their definition',
      files: {
        'widgets.yaml': WIDGETS,
        'fewer.yaml': WIDGETS.replace('storage: true', 'storage: false').replace(
          'storage: false\n      dep',
          'storage: true\n      dep',
        ),
        'wrong.yaml': WIDGETS.replace('scope: Namespaced', 'scope: Everywhere').replace('type: object', 'type: thing'),
        // The API server moves a schema that all versions share, and then misses it beside what they do not share.
        'uneven.yaml': WIDGETS.replace(
          'deprecated: true\n      selectableFields:\n        - jsonPath: .spec.color',
          'deprecated: true',
        ),
        'misnamed.yaml': WIDGETS.replace('name: widgets.', 'name: widgets.'),
      },
      steps: [
        'apply -f widgets.yaml',
        'wait --for=condition=Established crd/widgets.NAMESPACE.dev --timeout=30s',
        'get crd widgets.NAMESPACE.dev',
        'get crd widgets.NAMESPACE.dev -o jsonpath={.status.storedVersions},{.status.acceptedNames}',
        "get crd widgets.NAMESPACE.dev -o jsonpath='{range .status.conditions[*]}{.type}={.status}({.reason}) {end}'",
        'apply -f widgets.yaml',
        'apply -f wrong.yaml',
        'apply -f misnamed.yaml',
        'apply -f uneven.yaml',
        'delete crd widgets.NAMESPACE.dev --timeout=30s',
      ],
    },
    {
      title: 'by all their names',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET, 'colors.yaml': WIDGETS_OF_COLORS },
      steps: [
        'create -f widget.yaml -f colors.yaml',
        'get widgets',
        'get widget first -o wide',
        'get wdgets first -o yaml',
        'get widgets.v1.NAMESPACE.dev -o name',
        'get widgets.v1beta1.NAMESPACE.dev',
        'get widgets.v1beta1.NAMESPACE.dev first -o yaml',
        'get widgets.NAMESPACE.dev --show-labels',
        'get NAMESPACE',
        'get widgets --field-selector spec.color=blue',
        'get widgets --field-selector spec.color!=blue -o name',
        'get widgets --field-selector spec.replicas=1',
        'get widgets --sort-by=.spec.color',
        'get widgets --chunk-size=1 -o name',
        'get widgets -A -l app=web',
        'get widget nothing',
        { run: 'get widgets -w --output-watch-events', meanwhile: ['delete wdgets red'], lines: 6 },
        'delete widgets --all',
        'get widgets',
      ],
    },
    {
      title: 'wrong ones',
      definitions: [WIDGETS],
      files: {
        'pink.yaml': WIDGET.replace('blue', 'pink'),
        'several.yaml': WIDGET.replace('color: blue', 'size: ENORMOUS\n  replicas: 99'),
        'types.yaml': WIDGET.replace('color: blue', 'color: 3\n  replicas: many'),
        'twice.yaml': `${WIDGET}    - name: wheel\n`,
        'unknown.yaml': `${WIDGET}  bogus: 1\n  other: {deep: true}\n`,
        'duplicate.yaml': `${WIDGET}  color: red\n`,
        'specless.yaml': 'apiVersion: NAMESPACE.dev/v1\nkind: Widget\nmetadata: {name: first}\n',
        'v3.yaml': WIDGET.replace('/v1', '/v3'),
        'nulls.yaml': WIDGET.replace('color: blue', 'color: blue\n  replicas: null\n  size: null'),
      },
      steps: [
        'create -f pink.yaml',
        'create -f several.yaml',
        'create -f types.yaml',
        'create -f twice.yaml',
        'create -f unknown.yaml',
        'create -f unknown.yaml --validate=warn --dry-run=server',
        'create -f unknown.yaml --validate=ignore --dry-run=server',
        'create -f duplicate.yaml',
        'create -f specless.yaml',
        'create -f v3.yaml',
        'create -f nulls.yaml',
      ],
    },
  ],
};
