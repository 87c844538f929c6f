// The Redis API of `api/v1/redis.ts`, written for controller-gen.

export const GO_MODULE = `module example.com/twin

go 1.26

require k8s.io/apimachinery v0.36.3
`;

export const GO_GROUP = `// +groupName=myapp.tangx.in
package v1
`;

/** The file of one kind, such as `Redis`. */
export function goKind(kind: string, plural: string): string {
  return `package v1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// The wished state of a ${kind}.
type ${kind}Spec struct {
	// Number of Redis Pods.
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	// +kubebuilder:default=1
	// +optional
	Replicas *int32 \`json:"replicas,omitempty"\`

	// Port that every Pod listens on; a change holds for Pods created from then on.
	// +kubebuilder:validation:Minimum=1234
	// +kubebuilder:validation:Maximum=54321
	// +kubebuilder:default=6379
	// +optional
	Port *int32 \`json:"port,omitempty"\`

	// Container image of the Pods; a change holds for Pods created from then on.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:default="redis:7-alpine"
	// +optional
	Image *string \`json:"image,omitempty"\`
}

// The observed state of a ${kind}; only the operator writes it.
type ${kind}Status struct {
	// The generation of the spec that this status was observed for.
	// +optional
	ObservedGeneration int64 \`json:"observedGeneration,omitempty"\`

	// Number of Pods that exist.
	// +optional
	Replicas int32 \`json:"replicas,omitempty"\`

	// Number of Pods that are ready.
	// +optional
	ReadyReplicas int32 \`json:"readyReplicas,omitempty"\`

	// Label selector of the Pods in text form; autoscalers read it through the scale subresource.
	// +optional
	Selector string \`json:"selector,omitempty"\`

	// What is known of this ${kind}: \\\`Ready\\\`, and why not.
	// +listType=map
	// +listMapKey=type
	// +optional
	Conditions []metav1.Condition \`json:"conditions,omitempty"\`
}

// ${kind} is a set of Redis Pods, kept at the wished number.
// +kubebuilder:object:root=true
// +kubebuilder:resource:path=${plural}
// +kubebuilder:subresource:status
// +kubebuilder:subresource:scale:specpath=.spec.replicas,statuspath=.status.replicas,selectorpath=.status.selector
// +kubebuilder:printcolumn:name=Replicas,type=integer,JSONPath=.status.replicas
// +kubebuilder:printcolumn:name=Ready,type=integer,JSONPath=.status.readyReplicas
// +kubebuilder:printcolumn:name=Image,type=string,JSONPath=.spec.image
// +kubebuilder:printcolumn:name=Age,type=date,JSONPath=.metadata.creationTimestamp
type ${kind} struct {
	metav1.TypeMeta   \`json:",inline"\`
	metav1.ObjectMeta \`json:"metadata,omitempty"\`

	Spec   ${kind}Spec   \`json:"spec,omitempty"\`
	Status ${kind}Status \`json:"status,omitempty"\`
}
`.replaceAll('\\`', '');
}
