//go:build helm

// Package helm keeps Helm in go.mod, so that `go build` of this module builds exactly the pinned version.
package helm

import _ "helm.sh/helm/v4/cmd/helm"
