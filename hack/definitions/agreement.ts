// Asks a real API server what it makes of definitions that are spoilt at random, and prints how often our judgement is the
// same, with every disagreement.
//   node --import tsx --conditions=source hack/definitions/agreement.ts [--count 2000] [--from 0] [--words]
import { parseArgs } from 'node:util';
import { connect } from '../../test/conformance/connect.js';
import { agreementOf, type Comparison, compare } from '../../test/definitions/agreement.js';
import { spoiltDefinition } from '../../test/definitions/spoil.js';
import { startControlPlane } from '../control-plane/control-plane.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    words: { type: 'boolean', default: false },
  },
});
const controlPlane = await startControlPlane();
try {
  const target = await connect('real', controlPlane.adminKubeconfig, async () => {});
  const all: Comparison[] = [];
  const [from, count] = [Number(values.from), Number(values.count)];
  for (let number = from; number < from + count; number++) {
    all.push(await compare(spoiltDefinition(number), definition => ask(target.fetch, definition)));
  }
  await target.stop();
  print(all);
} finally {
  await controlPlane.stop();
}

async function ask(fetch: Fetch, definition: object): Promise<{ readonly code: number; readonly body: Body }> {
  try {
    const answer = await fetch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(definition),
    });
    return { code: answer.status, body: (await answer.json()) as Body };
  } catch (error) {
    // Of some definitions the server's own checks die, and it hangs up.
    if ((error as { cause?: { code?: string } }).cause?.code === 'UND_ERR_SOCKET') return { code: 0, body: {} };
    throw error;
  }
}

type Body = { readonly [key: string]: unknown };
type Fetch = Awaited<ReturnType<typeof connect>>['fetch'];

function print(all: readonly Comparison[]): void {
  const { disagreements, otherFields, otherMessages, ...counts } = agreementOf(all);
  const rate = (count: number) => `${((100 * count) / counts.asked).toFixed(2)} %`;
  console.log(`asked ${counts.asked} (${counts.taken} are taken); ${counts.unreadable} could not be read`);
  console.log(
    `same verdict: ${rate(counts.verdicts)}; same fields: ${rate(counts.fields)}; same words: ${rate(counts.messages)}`,
  );
  show('Another verdict', disagreements);
  show('Other fields', otherFields);
  if (values.words) show('Other words', otherMessages);
}

/** Grouped by what only one of both says, without names and numbers. */
function show(title: string, comparisons: readonly Comparison[]): void {
  const groups = Map.groupBy(comparisons, ({ ours, theirs }) => {
    const only = (these: readonly string[] = [], those: readonly string[] = []) =>
      [...new Set(these.filter(each => !those.includes(each)).map(kindOf))].sort().slice(0, 4).join('; ');
    return `ours: ${only(ours.messages, theirs?.messages)}\n  theirs: ${only(theirs?.messages, ours.messages)}`;
  });
  for (const [group, members] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`\n${title} (${members.length})\n  ${group}`);
    for (const { spoilt } of members.slice(0, 3)) console.log(`    ${spoilt.number}: ${spoilt.changes.join(' | ')}`);
  }
}

function kindOf(message: string): string {
  const field = message.slice(0, message.indexOf(': ')).replace(/^.*[.\]](?=\w)/, '');
  const said = message
    .slice(message.indexOf(': ') + 2)
    .replace(/value: (?:\{.*\}|\[.*\]|"(?:[^"\\]|\\.)*"|[^:]*)/s, 'value');
  return `${field}: ${said}`.slice(0, 260);
}
