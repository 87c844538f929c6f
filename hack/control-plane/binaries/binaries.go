//go:build binaries

// Package binaries keeps the four programs of a control plane in go.mod, so that
// `go build` of this module builds exactly the pinned versions.
package binaries

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
