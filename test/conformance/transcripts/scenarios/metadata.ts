// kubectl label and annotate.
import { CONFIG_MAP, DEPLOYMENT, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const label: TranscriptArea = {
  area: 'kubectl label',
  scenarios: [
    {
      title: 'labels',
      files: { 'settings.yaml': CONFIG_MAP, 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f settings.yaml -f deployment.yaml',
        'label configmap settings tier=front',
        'label configmap settings tier=back',
        'label configmap settings tier=back --overwrite',
        'label configmap settings tier=back --overwrite',
        'label configmap settings tier-',
        'label configmap settings tier-',
        'label configmap settings --list',
        'label configmap settings wrong=_value_',
        'label configmap settings "bad key=x"',
        'label configmap settings a=b --resource-version=1',
        'label deployment,configmap -l app=web story=all',
        'label -f settings.yaml from=file --dry-run=server',
        'label --local -f settings.yaml from=file -o yaml',
        'label configmap settings a=b -o jsonpath={.metadata.labels}',
        'label configmap nothing a=b',
        'label namespace NAMESPACE story=here',
        'label configmap settings',
      ],
    },
    {
      title: 'annotations',
      definitions: [WIDGETS],
      files: { 'settings.yaml': CONFIG_MAP, 'widget.yaml': WIDGET },
      steps: [
        'create -f settings.yaml -f widget.yaml',
        'annotate configmap settings note="two words"',
        'annotate configmap settings note=other',
        'annotate configmap settings note=other --overwrite',
        'annotate configmap settings note-',
        'annotate configmap settings --list',
        'annotate widget first example.com/note=x',
        'label widget first tier=front',
        'annotate configmaps -l app=web by=label -o name',
        'annotate configmap nothing a=b',
        'annotate configmap settings "bad key=x"',
      ],
    },
  ],
};
