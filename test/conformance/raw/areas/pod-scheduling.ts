// What Pods refuse of where they may go.
import { pod } from '../objects.js';
import { area, ask, scenario } from '../scenario.js';

const affinity = (rest: object) => pod('a', { affinity: rest });
const node = (rest: object) => affinity({ nodeAffinity: rest });
const near = (term: object) => affinity({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } });
const terms = (...nodeSelectorTerms: object[]) =>
  node({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } });
const expression = (rest: object) => terms({ matchExpressions: [rest] });
const tolerations = (...list: object[]) => pod('a', { tolerations: list });
const spread = (rest: object) =>
  pod('a', {
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...rest }],
  });

export const podScheduling = area(
  'pod scheduling',
  scenario(
    'affinity to Nodes',
    ...(
      [
        ['without terms', terms()],
        ['with terms of nothing', node({ requiredDuringSchedulingIgnoredDuringExecution: {} })],
        ['with an empty term', terms({})],
        ['with a key that is none', expression({ key: 'a b', operator: 'Exists' })],
        ['with an operator that is not there', expression({ key: 'a', operator: 'Like', values: ['b'] })],
        ['in nothing', expression({ key: 'a', operator: 'In' })],
        ['that exists of something', expression({ key: 'a', operator: 'Exists', values: ['b'] })],
        ['above two', expression({ key: 'a', operator: 'Gt', values: ['1', '2'] })],
        ['above no number', expression({ key: 'a', operator: 'Gt', values: ['x'] })],
        ['in values that are none', expression({ key: 'a', operator: 'In', values: ['b c'] })],
        ['by a field that is not there', terms({ matchFields: [{ key: 'spec.x', operator: 'In', values: ['a'] }] })],
        [
          'by a field in two ways',
          terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] }),
        ],
        [
          'by a field with an operator that is not for it',
          terms({ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }),
        ],
        ['by a name that is none', terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['A b'] }] })],
        [
          'preferred by no weight',
          node({
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 0, preference: {} },
              { weight: 101, preference: { matchExpressions: [{ key: 'a', operator: 'Like' }] } },
            ],
          }),
        ],
      ] as const
    ).map(([name, body]) => ask(name, 'POST pods?dryRun=All', body)),
  ),
  scenario(
    'affinity to Pods',
    ...(
      [
        ['without a topology', near({ labelSelector: {} })],
        ['of no topology', near({ topologyKey: 'a b' })],
        [
          'with a selector that is none',
          near({ topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a b', operator: 'Like' }] } }),
        ],
        ['with Namespaces that are none', near({ topologyKey: 'a', namespaces: ['A_b'] })],
        [
          'with a selector of Namespaces that is none',
          near({ topologyKey: 'a', namespaceSelector: { matchLabels: { a: 'b c' } } }),
        ],
        ['by labels of its own without a selector', near({ topologyKey: 'a', matchLabelKeys: ['b'] })],
        [
          'by labels of its own that are none',
          near({
            topologyKey: 'a',
            labelSelector: { matchLabels: { c: 'd' } },
            matchLabelKeys: ['b c'],
            mismatchLabelKeys: ['d'],
          }),
        ],
        [
          'by labels of its own twice',
          near({
            topologyKey: 'a',
            labelSelector: { matchLabels: { c: 'd' } },
            matchLabelKeys: ['c', 'b'],
            mismatchLabelKeys: ['b'],
          }),
        ],
        [
          'preferred by no weight',
          affinity({
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 0, podAffinityTerm: {} },
                { weight: 101, podAffinityTerm: { topologyKey: 'a' } },
              ],
            },
          }),
        ],
      ] as const
    ).map(([name, body]) => ask(name, 'POST pods?dryRun=All', body)),
  ),
  scenario(
    'tolerations',
    ...(
      [
        ['of a key that is none', tolerations({ key: 'a b', operator: 'Exists' })],
        ['of everything by a value', tolerations({ operator: 'Equal', value: 'a' })],
        ['of everything', tolerations({ operator: 'Exists' })],
        ['that exist of something', tolerations({ key: 'a', operator: 'Exists', value: 'b' })],
        ['of a value that is none', tolerations({ key: 'a', value: 'b c' })],
        ['with an operator that is not there', tolerations({ key: 'a', operator: 'Like', value: 'b' })],
        ['above a number', tolerations({ key: 'a', operator: 'Gt', value: '5' })],
        ['above no number', tolerations({ key: 'a', operator: 'Lt', value: 'x' })],
        ['of an effect that is not there', tolerations({ key: 'a', operator: 'Exists', effect: 'Magic' })],
        [
          'for a while of another effect',
          tolerations({ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }),
        ],
        ['of all effects for a while', tolerations({ key: 'a', operator: 'Exists', tolerationSeconds: 5 })],
      ] as const
    ).map(([name, body]) => ask(name, 'POST pods?dryRun=All', body)),
  ),
  scenario(
    'spread',
    ...(
      [
        ['by nothing', { maxSkew: 0 }],
        ['over nothing', { topologyKey: '' }],
        ['over no topology', { topologyKey: 'a b' }],
        ['or else nothing that is there', { whenUnsatisfiable: 'Magic' }],
        ['over a least number below one', { minDomains: 0 }],
        ['over a least number that is not held', { minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' }],
        ['by a selector that is none', { labelSelector: { matchLabels: { 'a b': 'c' } } }],
        ['by labels of its own without a selector', { matchLabelKeys: ['a'] }],
        [
          'by labels of its own that are none',
          { labelSelector: { matchLabels: { a: 'b' } }, matchLabelKeys: ['a', 'b c'] },
        ],
        ['with policies that are not there', { nodeAffinityPolicy: 'Magic', nodeTaintsPolicy: 'Magic' }],
      ] as const
    ).map(([name, rest]) => ask(name, 'POST pods?dryRun=All', spread(rest))),
  ),
  scenario(
    'spread over the same twice',
    ask(
      'or else the same',
      'POST pods?dryRun=All',
      pod('a', {
        topologySpreadConstraints: [1, 2].map(maxSkew => ({
          maxSkew,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
        })),
      }),
    ),
  ),
);
