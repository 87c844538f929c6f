// kubectl set.
import { DEPLOYMENT } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const set: TranscriptArea = {
  area: 'kubectl set',
  scenarios: [
    {
      title: 'parts of workloads',
      files: { 'deployment.yaml': DEPLOYMENT },
      steps: [
        'create -f deployment.yaml',
        'set image deployment/web nginx=nginx:1.30',
        'set image deployment/web nginx=nginx:1.30',
        'set image deployment/web nothing=nginx',
        "set image deployments '*=nginx:1.31' --all",
        'set env deployment/web A=1 B=2',
        'set env deployment/web --list',
        'set env deployment/web A-',
        'create configmap settings --from-literal=color=blue',
        'set env deployment/web --from=configmap/settings --prefix=MY_',
        'set env deployment/web --list --resolve',
        'set resources deployment web --limits=cpu=200m,memory=128Mi --requests=cpu=100m',
        'set resources deployment web --limits=cpu=lots',
        'set resources deployment web --requests=cpu=500m',
        'set serviceaccount deployment web robot',
        'set image -f deployment.yaml nginx=nginx:2 --local -o jsonpath={.spec.template.spec.containers[0].image}',
        'set image deployment/web nginx=nginx:2 --dry-run=server',
        'get deployment web -o yaml',
        'create service clusterip web --tcp=80',
        'set selector service web app=other',
        "get service web -o jsonpath='{.spec.selector}'",
        'set selector deployment web app=other',
        'create rolebinding readers --clusterrole=view --user=jane',
        'set subject rolebinding readers --user=john --serviceaccount=NAMESPACE:robot',
        'get rolebinding readers -o wide',
        'set env deployment/nothing A=1',
      ],
    },
  ],
};
