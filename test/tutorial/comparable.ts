// What is printed, without what is another one each time.

/** Whether the two say the same. */
export function saysTheSame(output: string, recorded: string): boolean {
  return comparable(output) === comparable(recorded);
}

/**
 * Ages, times, uids, versions, ports and addresses are all alike here, columns may be of any width, and Events stand in any order.
 * How far a line is indented counts: in YAML it means something.
 */
export function comparable(output: string): string {
  const lines = VARYING.reduce((text, [pattern, instead]) => text.replace(pattern, instead), output)
    .split('\n')
    .map(line => line.trimEnd().replace(/(?<=\S)\s+/g, ' '));
  const events = lines.findIndex(line => line.trimStart().startsWith('Type Reason Age'));
  if (events >= 0) lines.push(...lines.splice(events).sort());
  return lines.join('\n').trim();
}

const VARYING: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/(?<=Resource Version:\s+)\d+/g, 'VERSION'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'],
  [/\b10(\.\d+){3}\b/g, 'ADDRESS'],
  [/\(pid \d+\)/g, '(pid PID)'],
  [/ready after [\d.]+ s/g, 'ready after SOME s'],
  [/(?<![\w.:-])(\d+[dhms]){1,2}(?![\w.-])/g, 'AGE'],
  // Newer kubectls say where.
  [/(?<= deleted) from \S+ namespace$/gm, ''],
  // How long an Event has been repeated, and when it was first: nothing, within a second.
  [/AGE \((x\d+) over AGE\)/g, 'AGE ($1)'],
];
