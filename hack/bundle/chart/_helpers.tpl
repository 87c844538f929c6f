{{/* What all names begin with, short enough for the longest of them to be the name of a Service. */}}
{{- define "operator.prefix" -}}
{{- .Values.namePrefix | default .Release.Name | trunc 28 | trimSuffix "-" -}}
{{- end }}

{{/* Labels that Helm and its users look for. */}}
{{- define "operator.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "operator.image" -}}
{{- .Values.image.repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}{{ with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}
