{{/* What all names begin with: short enough for the longest of them to be the name of a Service, which has no dots either. */}}
{{- define "operator.prefix" -}}
{{- .Values.namePrefix | default .Release.Name | replace "." "-" | trunc 28 | trimSuffix "-" -}}
{{- end }}

{{/* Labels that Helm and its users look for. */}}
{{- define "operator.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "operator.image" -}}
{{- if not (or .Values.image.tag .Values.image.digest) }}{{ fail "image.tag, image.digest: say one of them; without both it would be another image tomorrow" }}{{ end -}}
{{- .Values.image.repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}{{ with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}
