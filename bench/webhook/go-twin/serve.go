package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

func serve(certificates string, port int) error {
	ctrl.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return err
	}
	server := webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: port, CertDir: certificates})
	server.Register("/mutate--v1-pod", admission.WithDefaulter[*corev1.Pod](scheme, &pods{}))
	server.Register("/validate--v1-pod", admission.WithValidator[*corev1.Pod](scheme, &pods{}))
	return server.Start(ctrl.SetupSignalHandler())
}

type pods struct{}

// Default labels the Pod, and has its containers drop all capabilities.
func (*pods) Default(_ context.Context, pod *corev1.Pod) error {
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	pod.Labels["example.com/seen"] = "yes"
	for i := range pod.Spec.Containers {
		container := &pod.Spec.Containers[i]
		if container.SecurityContext == nil {
			container.SecurityContext = &corev1.SecurityContext{}
		}
		container.SecurityContext.Capabilities = &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}
	}
	return nil
}

// ValidateCreate wants images of the registry, and limits.
func (*pods) ValidateCreate(_ context.Context, pod *corev1.Pod) (admission.Warnings, error) {
	for _, container := range pod.Spec.Containers {
		if !strings.HasPrefix(container.Image, "registry.example/") {
			return nil, fmt.Errorf("the image %s is not of registry.example", container.Image)
		}
		if container.Resources.Limits.Memory().IsZero() {
			return nil, fmt.Errorf("the container %s has no limit of memory", container.Name)
		}
	}
	if pod.Spec.PriorityClassName == "" {
		return admission.Warnings{"the Pod has no priority class"}, nil
	}
	return nil, nil
}

func (v *pods) ValidateUpdate(ctx context.Context, _, pod *corev1.Pod) (admission.Warnings, error) {
	return v.ValidateCreate(ctx, pod)
}

func (*pods) ValidateDelete(context.Context, *corev1.Pod) (admission.Warnings, error) {
	return nil, nil
}
