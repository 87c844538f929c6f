package main

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var groupVersion = schema.GroupVersion{Group: "myapp.tangx.in", Version: "v1"}

type RedisSpec struct {
	Replicas int32  `json:"replicas"`
	Port     int32  `json:"port"`
	Image    string `json:"image"`
}

type RedisStatus struct {
	ObservedGeneration int64              `json:"observedGeneration,omitempty"`
	Replicas           int32              `json:"replicas"`
	ReadyReplicas      int32              `json:"readyReplicas"`
	Selector           string             `json:"selector,omitempty"`
	Conditions         []metav1.Condition `json:"conditions,omitempty"`
}

type Redis struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RedisSpec   `json:"spec,omitempty"`
	Status            RedisStatus `json:"status,omitempty"`
}

type RedisList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Redis `json:"items"`
}

func (in *RedisStatus) deepCopy() RedisStatus {
	out := *in
	out.Conditions = append([]metav1.Condition(nil), in.Conditions...)
	return out
}

func (in *Redis) DeepCopy() *Redis {
	out := &Redis{TypeMeta: in.TypeMeta, Spec: in.Spec, Status: in.Status.deepCopy()}
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	return out
}

func (in *Redis) DeepCopyObject() runtime.Object { return in.DeepCopy() }

func (in *RedisList) DeepCopyObject() runtime.Object {
	out := &RedisList{TypeMeta: in.TypeMeta}
	in.ListMeta.DeepCopyInto(&out.ListMeta)
	for i := range in.Items {
		out.Items = append(out.Items, *in.Items[i].DeepCopy())
	}
	return out
}

func addRedisToScheme(scheme *runtime.Scheme) {
	scheme.AddKnownTypes(groupVersion, &Redis{}, &RedisList{})
	metav1.AddToGroupVersion(scheme, groupVersion)
}
