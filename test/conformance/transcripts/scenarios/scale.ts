// kubectl scale and autoscale.
import { DEPLOYMENT, WIDGET, WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const scale: TranscriptArea = {
  area: 'kubectl scale',
  scenarios: [
    {
      title: 'a deployment',
      files: { 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f deployment.yaml',
        'scale deployment web --replicas=3',
        'get deployment web -o jsonpath={.spec.replicas}',
        'scale deployment web --replicas=4 --current-replicas=3',
        'scale deployment web --replicas=5 --current-replicas=3',
        'scale -f deployment.yaml --replicas=1 --dry-run=server',
        'scale deployment web --replicas=-1',
        'scale deployment nothing --replicas=1',
        'scale deployment --all --replicas=0',
        'scale deployment -l app=web --replicas=2',
        'scale deployment web --replicas=2 -o yaml',
        'create configmap settings',
        'scale configmap settings --replicas=1',
        'get deployment web --subresource=scale -o yaml',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      files: { 'widget.yaml': WIDGET },
      steps: [
        'create -f widget.yaml',
        'scale widget first --replicas=3',
        'scale widget first --replicas=11',
        'scale wdgets/first --replicas=2 --current-replicas=3',
        'get widget first',
        'get widget first --subresource=scale -o yaml',
        'get widget first -o yaml --show-managed-fields',
        'autoscale widget first --min=1 --max=5 --cpu=50%',
      ],
    },
    {
      title: 'autoscale',
      files: {
        'deployment.yaml': DEPLOYMENT,
        'v1.yaml': `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: old}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
`,
      },
      steps: [
        'create -f deployment.yaml',
        'autoscale deployment web --min=2 --max=5 --cpu=80%',
        'get hpa web -o jsonpath={.spec}',
        'autoscale deployment web --max=5',
        'autoscale deployment web --name=other --max=5 --memory=200Mi',
        'autoscale deployment web --name=wrong --min=6 --max=5',
        'autoscale deployment nothing --max=5',
        'create -f v1.yaml',
        'get horizontalpodautoscalers.v1.autoscaling old -o jsonpath={.spec}',
        'get hpa old -o jsonpath={.spec.metrics}',
        'autoscale -f deployment.yaml --name=rehearsed --max=2 --dry-run=server -o yaml',
      ],
    },
  ],
};
