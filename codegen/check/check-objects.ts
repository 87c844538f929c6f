// Checks that no two objects in the manifests are the same one to the cluster, which would keep the last of them.
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { NamedObject } from '../model/named-object.js';
import { error } from './finding.js';

/** @param roleName where the option of this name was said, or could be */
export function checkObjects(objects: readonly NamedObject[], roleName: Origin): readonly Diagnostic[] {
  const alike = Map.groupBy(objects, ({ apiVersion, kind, namespace = '', name }) =>
    JSON.stringify([apiVersion, kind, namespace, name]),
  );
  const found = [...alike.values()].filter(({ length }) => length > 1).map(same => clash(same, roleName));
  return found.filter(({ file, line, column }, at) => at === found.findIndex(isAt({ file, line, column })));
}

function clash(same: readonly NamedObject[], roleName: Origin): Diagnostic {
  const [{ kind, name, namespace }] = same as [NamedObject];
  const { namedBy } = same.find(each => each.namedBy !== undefined) ?? {};
  const files = [...new Set(same.map(({ path }) => path))];
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const message = `two objects would be the ${kind} ${name}${where}: in ${files.join(' and ')}`;
  const hint = 'the cluster keeps one object of a name: say another roleName';
  return typeof namedBy === 'object'
    ? error(namedBy, 'KW4020', message, hint)
    : error(roleName, 'KW4020', message, `${hint}, in package.json or with --role-name`);
}

/** A role and its binding are the same mistake. */
function isAt(place: Pick<Origin, 'file' | 'line' | 'column'>) {
  return ({ file, line, column }: Origin) => file === place.file && line === place.line && column === place.column;
}
