import { CustomResource, Resource } from 'kubewright';
import type { CustomResourceDefinitionSpec, JSONSchemaProps } from 'kubewright/kinds';

export class FormSpec {
  schema!: JSONSchemaProps;
  definitions?: CustomResourceDefinitionSpec[];
}

@Resource({ group: 'forms.example.com', version: 'v1', kind: 'Form' })
export class Form extends CustomResource<FormSpec> {}
