// Loaded into a process before its program: counts its requests, and tells its parent what it has used when asked.
import diagnostics from 'node:diagnostics_channel';
import type { Usage } from './measured-operator.js';

const requests: Record<string, number> = {};

diagnostics.subscribe('undici:request:create', message => {
  const { request } = message as { request: { method: string; path: string } };
  const sort = sortOf(request.method, request.path);
  requests[sort] = (requests[sort] ?? 0) + 1;
});

diagnostics.subscribe('undici:client:connected', () => {
  requests.connections = (requests.connections ?? 0) + 1;
});

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpuSeconds: (user + system) / 1e6, megabytes: process.memoryUsage.rss() / 2 ** 20, requests };
  process.send?.(usage);
});
// The program decides when it ends, not the channel to its parent.
process.channel?.unref();

/** `/apis/GROUP/VERSION/namespaces/NAMESPACE/RESOURCE/NAME/SUBRESOURCE` without what differs between objects. */
function sortOf(method: string, path: string): string {
  const parts = (path.split('?')[0] ?? '').split('/').slice(path.startsWith('/api/') ? 3 : 4);
  const [resource = '', name, subresource] = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const verb = path.includes('watch=true') ? 'WATCH' : method === 'GET' && name === undefined ? 'LIST' : method;
  return subresource === undefined ? `${verb} ${resource}` : `${verb} ${resource}/${subresource}`;
}
