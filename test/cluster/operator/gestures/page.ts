// The page of all gestures, and the transcripts that stand on it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Gesture } from './gesture.js';

/** Where it is. */
export const PAGE = fileURLToPath(new URL('../../../../docs/reference/kubectl-gestures.md', import.meta.url));

/** @param transcripts by the titles of the gestures */
export function pageOf(
  gestures: readonly Gesture[],
  transcripts: ReadonlyMap<string, string>,
  version: string,
): string {
  const sections = gestures.map(gesture => section(gesture, transcripts.get(gesture.title) ?? ''));
  return [introduction(version), ...sections].join('\n');
}

/** The transcripts on the page in the repository, by the titles of the gestures. */
export function readPage(): {
  readonly text: string;
  readonly version: string;
  readonly transcripts: ReadonlyMap<string, string>;
} {
  const text = readFileSync(PAGE, 'utf8');
  const version = /Kubernetes (v[\d.]+)/.exec(text)?.[1] ?? '';
  const sections = text.split(/^## /m).slice(1);
  const transcripts = sections.map(each => {
    const title = each.slice(0, each.indexOf('\n'));
    return [title, /^```console\n(.*?)^```$/ms.exec(each)?.[1] ?? ''] as const;
  });
  return { text, version, transcripts: new Map(transcripts) };
}

function introduction(version: string): string {
  return `# What people do to a Redis with kubectl

Recorded on a real control plane, Kubernetes ${version}, with the operator of \`controllers/\` running, by
\`node --import tsx --conditions=source hack/conformance/record-gestures.ts\`. Tests do the same on a real control plane and on the
embedded one, and compare every word. Ages, times, uids and the name of the namespace are written as words. There are no nodes: a
kubelet is played, which says of Pods that they run.
`;
}

function section({ title, about, files = {} }: Gesture, transcript: string): string {
  const shown = Object.entries(files).map(([name, text]) => `\`\`\`yaml\n# ${name}\n${text}\`\`\`\n`);
  return [`## ${title}\n`, `${about}\n`, ...shown, `\`\`\`console\n${transcript}\`\`\`\n`].join('\n');
}
