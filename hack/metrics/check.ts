// Has Prometheus' own code look at every metric that there can be, and at the alerts and dashboards: what `promtool check
// metrics`, `promtool check rules` and `promtool test rules` find, and whether both text formats and all queries are
// understood. Needs Go, which fetches and builds what it takes. `node --import tsx --conditions=source hack/metrics/check.ts`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyMetricText } from '../../test/metrics/every-metric.js';
import { alertQueries, alertTests, dashboardQueries, rulesText } from '../../test/metrics/queries.js';

const queries = [...(await alertQueries()), ...(await dashboardQueries())];
const checker = spawn('go', ['run', '.'], {
  cwd: fileURLToPath(new URL('checker', import.meta.url)),
  stdio: ['pipe', 'inherit', 'inherit'],
});
checker.stdin.end(
  JSON.stringify({
    text: await everyMetricText('text'),
    openMetrics: await everyMetricText('openMetrics'),
    rules: await rulesText(),
    alertTests: await alertTests(),
    queries: queries.map(({ text }) => text),
  }),
);
const [status] = (await once(checker, 'close')) as [number | null];
if (status === 0)
  console.log(`all is well: ${queries.length} queries, when the alerts fire, and every metric in both formats`);
process.exitCode = status ?? 1;
