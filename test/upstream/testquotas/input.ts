import { CustomResource, Resource } from 'kubewright';

/** A kind that ends as `ResourceQuota` does, and has a field of its own in place of a spec. */
@Resource({ group: 'plural.example.com', version: 'v1', kind: 'TestQuota' })
export class TestQuota extends CustomResource<undefined> {
  test?: string;
}
