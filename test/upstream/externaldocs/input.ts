import { CustomResource, ExternalDocs, Resource, Rules } from 'kubewright';

const Documented = Rules<string>(ExternalDocs('https://example.com/type-docs', 'Said once, for all fields.'));

export class ExternalDocSpec {
  /** Tells where to read on, and what. */
  @ExternalDocs('https://example.com/docs', 'More about this field.')
  fieldWithExternalDoc?: string;

  /** Tells where to read on. */
  @ExternalDocs('https://example.com/docs')
  fieldWithExternalDocURLOnly?: string;

  /** Has its reading from a named bundle. */
  @Documented
  typeWithExternalDoc?: string;
}

/** Shows what can be read elsewhere. */
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'ExternalDoc' })
export class ExternalDoc extends CustomResource<ExternalDocSpec | undefined> {}
