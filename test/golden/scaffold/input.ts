// What kubebuilder scaffolds around definitions, roles and webhooks.
import {
  allow,
  ClusterResource,
  CustomResource,
  done,
  type Int32,
  Rbac,
  type ReconcileContext,
  Reconciles,
  Resource,
  type Result,
  type Snapshot,
  Subresource,
  Validates,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class ShopSpec {
  replicas!: Int32;
}

export class ShopStatus {
  replicas?: Int32;
}

@Resource({ group: 'trade.example.com', version: 'v1', kind: 'Shop' })
@Subresource('scale')
export class Shop extends CustomResource<ShopSpec, ShopStatus> {}

/** In no namespace: nothing to aggregate. */
@Resource({ group: 'trade.example.com', version: 'v1', kind: 'Region' })
export class Region extends ClusterResource<ShopSpec> {}

@Resource({ group: 'old.example.com', version: 'v1', kind: 'Ware' })
export class OldWare extends CustomResource<ShopSpec> {}

/** Of the same name as another one. */
@Resource({ group: 'new.example.com', version: 'v1', kind: 'Ware' })
export class NewWare extends CustomResource<ShopSpec> {}

@Reconciles(Shop)
@Validates(Shop)
@Rbac(Pod, ['delete'], { namespace: 'shelf' })
@Rbac(Pod, ['create'], { namespace: 'shelf', subresource: 'eviction', resourceNames: ['one'] })
@Rbac(Pod, ['get'], { roleName: 'window' })
@Rbac({ urls: ['/metrics'], verbs: ['get'] })
export class ShopReconciler {
  async reconcile(_shop: Snapshot<Shop>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
  validateCreate(_shop: Snapshot<Shop>) {
    return allow();
  }
}
