// The rows of role bindings, webhook configurations, priority classes and leases.
import { builtinPrinter } from '../builtin-printer.js';

interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

export const roleBindingPrinter = bindingPrinter('rbac.authorization.k8s.io/RoleBinding');
export const clusterRoleBindingPrinter = bindingPrinter('rbac.authorization.k8s.io/ClusterRoleBinding');

interface WebhookConfiguration {
  readonly webhooks?: readonly object[];
}

export const mutatingWebhookConfigurationPrinter = webhookPrinter(
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
);
export const validatingWebhookConfigurationPrinter = webhookPrinter(
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
);

interface PriorityClass {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

export const priorityClassPrinter = builtinPrinter<PriorityClass>(
  'scheduling.k8s.io/PriorityClass',
  ({ value, globalDefault, preemptionPolicy }) => ({
    Value: value,
    'Global-Default': globalDefault ?? false,
    PreemptionPolicy: preemptionPolicy ?? '',
  }),
);

interface Lease {
  readonly spec?: { readonly holderIdentity?: string };
}

export const leasePrinter = builtinPrinter<Lease>('coordination.k8s.io/Lease', ({ spec }) => ({
  Holder: spec?.holderIdentity ?? '',
}));

function bindingPrinter(kind: string) {
  return builtinPrinter<Binding>(kind, ({ roleRef, subjects = [] }) => {
    const named = (wanted: string) => subjects.filter(subject => subject.kind === wanted);
    const names = (wanted: string) => named(wanted).map(({ name }) => name);
    return {
      Role: `${roleRef.kind}/${roleRef.name}`,
      Users: names('User').join(', '),
      Groups: names('Group').join(', '),
      ServiceAccounts: named('ServiceAccount')
        .map(({ namespace = '', name }) => `${namespace}/${name}`)
        .join(', '),
    };
  });
}

function webhookPrinter(kind: string) {
  return builtinPrinter<WebhookConfiguration>(kind, ({ webhooks = [] }) => ({ Webhooks: webhooks.length }));
}
