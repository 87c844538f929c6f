// kubectl explain, api-resources, api-versions: what a server says of its API.
import { WIDGETS } from '../manifests.js';
import type { TranscriptArea } from '../scenario.js';

export const explain: TranscriptArea = {
  area: 'kubectl explain',
  scenarios: [
    {
      title: 'built-in kinds',
      steps: [
        'explain configmaps',
        'explain pod.spec.restartPolicy',
        'explain deploy.spec.strategy',
        'explain deployment.spec.strategy --recursive',
        'explain pods.spec.containers.livenessProbe.httpGet',
        'explain ingress --api-version=networking.k8s.io/v1',
        'explain hpa --api-version=autoscaling/v1',
        'explain events.v1.events.k8s.io.regarding',
        'explain customresourcedefinitions.spec.names',
        'explain service.spec.ports.targetPort',
        'explain secret.data',
        'explain job.spec --recursive',
        'explain pod.spec.nothing',
        'explain gadget',
        'explain pod --output=plaintext-openapiv2',
        'explain',
      ],
    },
    {
      title: 'custom resources',
      definitions: [WIDGETS],
      steps: [
        'explain widget',
        'explain wdgets.spec',
        'explain widgets.spec.parts',
        'explain widget.spec.color',
        'explain widget --recursive',
        'explain widget.status.conditions --api-version=NAMESPACE.dev/v1beta1',
        'explain widget.nothing',
      ],
    },
  ],
};

export const discovery: TranscriptArea = {
  area: 'kubectl api-resources',
  scenarios: [
    {
      title: 'built-in groups',
      steps: [
        "api-resources --api-group='' --sort-by=name",
        'api-resources --api-group=apps -o wide',
        'api-resources --api-group=batch --no-headers',
        'api-resources --api-group=rbac.authorization.k8s.io --namespaced=false',
        'api-resources --api-group=networking.k8s.io -o name',
        'api-resources --api-group=autoscaling',
        'api-resources --api-group=policy',
        'api-resources --api-group=coordination.k8s.io -o wide',
        'api-resources --api-group=events.k8s.io',
        'api-resources --api-group=discovery.k8s.io',
        'api-resources --api-group=scheduling.k8s.io',
        'api-resources --api-group=storage.k8s.io',
        'api-resources --api-group=apiextensions.k8s.io',
        'api-resources --api-group=admissionregistration.k8s.io',
        'api-resources --api-group=authentication.k8s.io -o wide',
        'api-resources --api-group=authorization.k8s.io -o wide',
        'api-resources --api-group=apps --verbs=list,get --sort-by=kind',
        'api-resources --categories=all --api-group=apps --sort-by=name',
        'api-resources --api-group=nothing.example.com',
        'get --raw /apis/apps',
        'get --raw /api',
      ],
    },
    {
      title: 'a custom group',
      definitions: [WIDGETS],
      steps: [
        'api-resources --api-group=NAMESPACE.dev -o wide',
        'api-resources --categories=NAMESPACE',
        'get --raw /apis/NAMESPACE.dev/v1',
        'get --raw /apis/NAMESPACE.dev',
        'get NAMESPACE',
      ],
    },
  ],
};
