import { describe, expect, test } from 'vitest';
import { ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import { versionNames, versionsOfKinds } from './versions-of-kinds.js';

const group = 'doors.example.com';
const same = { to: (object: any) => object, from: (object: any) => object };

@Resource({ group, version: 'v3', kind: 'Door' })
class Hub extends CustomResource<object> {}
@Resource({ group, version: 'v2', kind: 'Door' })
@ConvertsTo(Hub, same)
class V2 extends CustomResource<object> {}
@Resource({ group, version: 'v1', kind: 'Door' })
@ConvertsTo(Hub, same)
class V1 extends CustomResource<object> {}
@Resource({ group, version: 'v1', kind: 'Door' })
@ConvertsTo(Hub, same)
class AgainV1 extends CustomResource<object> {}
@Resource({ group, version: 'v3', kind: 'Door' })
class OtherHub extends CustomResource<object> {}
@Resource({ group, version: 'v0', kind: 'Door' })
@ConvertsTo(OtherHub, same)
class ToOtherHub extends CustomResource<object> {}
@Resource({ group, version: 'v0', kind: 'Door' })
@ConvertsTo(V1, same)
class Chained extends CustomResource<object> {}
@Resource({ group, version: 'v1', kind: 'Gate' })
@ConvertsTo(Hub, same)
class Gate extends CustomResource<object> {}

describe('the versions of a kind', () => {
  test.for([[[V1, V2]], [[Hub, V1, V2]], [[V1, Hub, V2, V1]]] as const)(
    'are found from those that convert, whether the hub is named or not',
    ([classes]) => {
      const [door, ...more] = versionsOfKinds(classes);
      expect([door?.group, door?.kind, door?.hub, door && versionNames(door), more]).toEqual([
        group,
        'Door',
        'v3',
        ['v1', 'v2', 'v3'],
        [],
      ]);
    },
  );

  test.for([
    [[Hub], 'v3 of Door has no @ConvertsTo, and no class that is named here converts to it'],
    [[Gate], 'v1 of Gate converts to v3 of Door, which is no other version of it'],
    [[Chained], 'v0 of Door converts to v1, which has a @ConvertsTo itself: a kind has one hub'],
    [[V1, ToOtherHub], 'v1 of Door converts to v3, and v0 to another class of v3: a kind has one hub'],
    [[V1, AgainV1], 'two classes of v1 of Door: name one of them'],
  ] as const)('are refused where they do not belong together: %#', ([classes, message]) => {
    expect(() => versionsOfKinds(classes)).toThrow(message);
  });
});
