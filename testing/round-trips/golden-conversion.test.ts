// What codegen writes into a definition, and what the runtime answers, are the same.
import { describe, expect, test } from 'vitest';
import { CONVERSION_PATH } from '../../runtime/conversion/conversion-endpoint.js';
import { versionNames, versionsOfKinds } from '../../runtime/conversion/versions-of-kinds.js';
import { OldDoor } from '../../test/golden/conversion/input.js';
import { checkRoundTrips, RoundTripError } from './check-round-trips.js';
import { definitionOfKind } from './definition-of-kind.js';

const EXPECTED = new URL('../../test/golden/conversion/expected', import.meta.url).pathname;

describe('the definition that codegen writes for a kind with conversions', () => {
  test('asks at the path that is answered, for the versions that its classes convert', () => {
    const [doors] = versionsOfKinds([OldDoor]);
    if (doors === undefined) throw new Error('no kind was found');
    // It throws where they differ.
    const { schemas, scope } = definitionOfKind(doors, [EXPECTED]);
    expect([...schemas.keys()].toSorted()).toEqual([...versionNames(doors)].toSorted());
    expect([scope, CONVERSION_PATH]).toEqual(['Namespaced', '/convert']);
  });

  test('has schemas by which is found what the warnings of codegen do not see', () => {
    // It writes the locks into an annotation, and does not read them from there.
    const check = () => checkRoundTrips(OldDoor, { crds: EXPECTED, seed: 1 });
    expect(check).toThrow(RoundTripError);
    expect(check).toThrow(/changes (spec\.|metadata\.annotations)/);
  });
});
