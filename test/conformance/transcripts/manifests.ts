// Manifests that several stories use.

export const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels: {app: web}
data:
  color: blue
  size: large
`;

export const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - name: nginx
      image: nginx:1.29
      ports: [{containerPort: 80}]
`;

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: nginx
          image: nginx:1.29
          ports: [{containerPort: 80}]
`;

/** With a scale, a status, columns, a short name, a category and two served versions. */
export const WIDGETS = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.NAMESPACE.dev
spec:
  group: NAMESPACE.dev
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wdgets], categories: [NAMESPACE]}
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns:
        - {name: Color, type: string, jsonPath: .spec.color, description: The color of it}
        - {name: Replicas, type: integer, jsonPath: .spec.replicas}
        - {name: Phase, type: string, jsonPath: .status.phase, priority: 1}
        - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      selectableFields:
        - jsonPath: .spec.color
      subresources:
        status: {}
        scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}
      schema:
        openAPIV3Schema: &schema
          type: object
          description: A Widget is a thing.
          required: [spec]
          properties:
            spec:
              type: object
              description: What is wanted.
              required: [color]
              properties:
                color: {type: string, enum: [red, green, blue], description: The color that it has.}
                replicas: {type: integer, format: int32, minimum: 0, maximum: 10, default: 1, description: How many there are.}
                size: {type: string, maxLength: 5, pattern: '^[a-z]*$'}
                parts:
                  type: array
                  maxItems: 3
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items:
                    type: object
                    required: [name]
                    properties:
                      name: {type: string}
                      weight: {x-kubernetes-int-or-string: true}
                options:
                  type: object
                  additionalProperties: {type: string}
            status:
              type: object
              description: What is there.
              properties:
                phase: {type: string}
                replicas: {type: integer}
                selector: {type: string}
                conditions:
                  type: array
                  items:
                    type: object
                    required: [type, status]
                    properties:
                      type: {type: string}
                      status: {type: string}
                      reason: {type: string}
                      message: {type: string}
    - name: v1beta1
      served: true
      storage: false
      deprecated: true
      selectableFields:
        - jsonPath: .spec.color
      schema:
        openAPIV3Schema: *schema
`;

export const WIDGET = `apiVersion: NAMESPACE.dev/v1
kind: Widget
metadata:
  name: first
  labels: {app: web}
spec:
  color: blue
  parts:
    - name: wheel
      weight: 3
`;
