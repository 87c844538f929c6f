// Writes what a real API server makes of the cases into `schema/testdata`, for tests that need no server.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startControlPlane } from '../control-plane/control-plane.js';
import { askServer, type RecordedAnswers } from './ask-server.js';

const FILE = fileURLToPath(new URL('../../schema/testdata/api-server-answers.json', import.meta.url));

const controlPlane = await startControlPlane();
try {
  const answers = await askServer(controlPlane);
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, printed(answers));
  const { values, updates, definitions } = answers;
  console.log(
    `${values.length} values, ${updates.length} updates, ${definitions.length} definitions: ${answers.server}`,
  );
} finally {
  await controlPlane.stop();
}

/** One line for each case, so that a difference shows which. */
function printed({ server, ...groups }: RecordedAnswers): string {
  const lists = Object.entries(groups).map(([name, cases]) => {
    const lines = cases.map(each => `    ${JSON.stringify(each)}`);
    return `  ${JSON.stringify(name)}: [\n${lines.join(',\n')}\n  ]`;
  });
  return `{\n  "server": ${JSON.stringify(server)},\n${lists.join(',\n')}\n}\n`;
}
