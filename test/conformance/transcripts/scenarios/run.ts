// kubectl run and expose.
import { DEPLOYMENT } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const run: TranscriptArea = {
  area: 'kubectl run',
  scenarios: [
    {
      title: 'pods',
      steps: [
        'run web --image=nginx --port=80 --labels=app=web --env=A=1',
        'get pod web -o yaml',
        'run web --image=nginx',
        'run once --image=busybox --restart=Never --command -- date',
        'run exposed --image=nginx --port=80 --expose',
        'get services -o wide',
        `run special --image=nginx --overrides='{"spec":{"priority":0,"terminationGracePeriodSeconds":5}}' -o jsonpath={.spec.terminationGracePeriodSeconds}`,
        'run rehearsed --image=nginx --dry-run=server',
        'run rehearsed --image=nginx --dry-run=client -o yaml',
        'run wrong --image=" "',
        'run Wrong --image=nginx',
        'get pods',
      ],
    },
    {
      title: 'expose',
      files: { 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f deployment.yaml',
        'expose deployment web',
        'expose deployment web --name=other --port=8080 --target-port=80 --type=NodePort',
        'get services',
        'get service web -o yaml',
        'expose service web --name=second --port=81',
        'expose deployment web --port=80',
        'expose deployment nothing --port=80',
        'create configmap settings',
        'expose configmap settings --port=80',
        'expose deployment web --name=rehearsed --port=1 --dry-run=server -o name',
      ],
    },
  ],
};
