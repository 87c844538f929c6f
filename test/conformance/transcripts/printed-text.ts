// What commands print, without what is another each time.

/** What is another in each run. */
export interface PrintedNames {
  /** Of the story's own making -> what it is called in the story; both are as wide, so that tables stay as they are. */
  readonly names: ReadonlyMap<string, string>;
  /** The folder of the story, with the one in it that commands ran in. */
  readonly folder: string;
  /** The URL of the server. */
  readonly server: string;
}

/** Replaces names, times, ages, uids, versions, addresses and random suffixes; sorts what servers say in random order. */
export function normalisedText(text: string, { names, folder, server }: PrintedNames): string {
  const placed = text
    .replaceAll(server, 'https://SERVER')
    .replaceAll(new URL(server).host, 'SERVER')
    .replaceAll(`${folder}/`, '');
  const named = [...names].reduce((result, [own, name]) => result.replaceAll(own, name), placed);
  const replaced = REPLACEMENTS.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement as string),
    named,
  );
  return withSortedCauses(replaced);
}

type Replacement = readonly [pattern: RegExp, by: string | ((match: string, ...groups: string[]) => string)];

const REPLACEMENTS: readonly Replacement[] = [
  // The uid of an object, and of a request.
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, 'TIME'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} UTC/g, 'TIME'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME'],
  [/("?resourceVersion"?: ?)"\d+"/g, '$1"VERSION"'],
  [/(Resource Version: +)\d+/g, '$1VERSION'],
  // The head lines of a difference: temporary files and their times.
  [/\S*(LIVE|MERGED)-\d+\//g, '$1/'],
  [/^((?:---|\+\+\+) (?:LIVE|MERGED)\/\S+)\t.*$/gm, '$1'],
  [/(kubectl-edit-)\d+/g, '$1RANDOM'],
  // Ages stand alone in their column.
  [/(?<=^|\s{2})\d+(?:ms|[smhdy])(?:\d+[smhd])?( *)(?=\s{2}|$)/gm, match => 'AGE'.padEnd(match.length)],
  [/\b10\.\d+\.\d+\.\d+\b *$/gm, 'CLUSTER-IP'],
  [/\b10\.\d+\.\d+\.\d+\b( *)/g, match => (match.endsWith(' ') ? 'CLUSTER-IP'.padEnd(match.length) : 'CLUSTER-IP')],
  [/(?<=[:/ ])3[0-2]\d{3}(?=\/|$)/gm, 'PORT'],
  [/(X509SHA256=)[0-9a-f]+/g, '$1HASH'],
  // It hashes the name of the group.
  [/("storageVersionHash":)"[^"]+"/g, '$1"HASH"'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-SUFFIX'],
  // What kubectl logs for those who look into it, and of watches that end: that depends on how fast the machine is.
  [/^(I\d{4} [\d:.]+ +\d+|[WE]\d{4} [\d:.]+ +\d+ reflector\.go).*\n?/gm, ''],
  [/^([WEF])\d{4} [\d:.]+ +\d+ ([\w.]+):\d+\]/gm, '$1 $2]'],
  [/(127\.0\.0\.1:)\d+/g, '$1PORT'],
];

/** Go walks through its maps in another order each time, and so come the causes of a refusal. */
function withSortedCauses(text: string): string {
  return text.replace(/(?:^\* .*(?:\n|$)){2,}/gm, block => {
    const lines = block.trimEnd().split('\n').sort();
    return lines.join('\n') + block.slice(block.trimEnd().length);
  });
}
