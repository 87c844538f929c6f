// What needs a kubelet or a proxy: exec, logs, port-forward, attach, cp, debug, proxy.
import { POD } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const containers: TranscriptArea = {
  area: 'kubectl containers',
  scenarios: [
    {
      title: 'of a pod that no node runs',
      files: { 'pod.yaml': POD, 'file.txt': 'text' },
      steps: [
        'create -f pod.yaml',
        'logs web',
        'logs web -c nothing',
        'logs nothing',
        'logs -l app=web',
        'exec web -- date',
        'exec nothing -- date',
        'attach web',
        'port-forward pod/web 0:80',
        'cp file.txt web:/tmp/file.txt',
        'debug web --image=busybox --container=debugger',
        'debug web --copy-to=copy --image=busybox --container=debugger',
        'get --raw /api/v1/namespaces/NAMESPACE/pods/web/proxy/',
        { run: 'proxy --port=0', lines: 1 },
        'delete pods --all --grace-period=0 --force',
      ],
    },
  ],
};
