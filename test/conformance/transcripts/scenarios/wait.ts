// kubectl wait.
import { CONFIG_MAP, POD, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

const READY = JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'True' }] } });

export const wait: TranscriptArea = {
  area: 'kubectl wait',
  scenarios: [
    {
      title: 'for pods and config maps',
      files: { 'pod.yaml': POD, 'settings.yaml': CONFIG_MAP },
      steps: [
        'create -f pod.yaml',
        'wait --for=condition=Ready pod/web --timeout=1s',
        {
          run: 'wait --for=condition=Ready pod/web --timeout=30s',
          meanwhile: [`patch pod web --subresource=status -p '${READY}'`],
        },
        'wait --for=condition=Ready pod/web --timeout=0s',
        'wait --for=condition=Ready=False pod/web --timeout=1s',
        'wait --for=condition=ready pod -l app=web',
        'wait --for=jsonpath={.status.phase}=Pending pod/web',
        'wait --for=jsonpath={.spec.nodeName} pod/web --timeout=1s',
        { run: 'wait --for=delete pod/web --timeout=30s', meanwhile: ['delete pod web'] },
        'wait --for=delete pod/web --timeout=1s',
        'wait --for=create configmap/settings --timeout=1s',
        'create -f settings.yaml',
        'wait --for=create configmap/settings --timeout=10s',
        {
          run: "wait --for=jsonpath='{.data.color}'=red configmap/settings --timeout=30s",
          meanwhile: [`patch configmap settings --type=merge -p '{"data":{"color":"red"}}'`],
        },
        'wait --for=condition=Ready pod/nothing --timeout=1s',
        'wait --for=condition=Ready pod --all --timeout=1s',
        'wait --for=sunshine pod/web',
        'wait pod/web',
        'wait --for=delete configmap -l app=web --timeout=1s',
      ],
    },
    {
      title: 'for custom resources',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET },
      steps: [
        'wait --for=condition=Established crd/widgets.NAMESPACE.dev',
        'create -f widget.yaml',
        {
          run: 'wait --for=condition=Ready widget/first --timeout=30s',
          meanwhile: [`patch widget first --subresource=status --type=merge -p '${READY}'`],
        },
        { run: 'wait --for=delete wdgets/first --timeout=30s', meanwhile: ['delete -f widget.yaml'] },
      ],
    },
  ],
};
