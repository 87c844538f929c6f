// Loaded into an operator's process before its program: counts its requests, and prints them as a line of JSON for each
// line on standard input.
import diagnostics from 'node:diagnostics_channel';

const requests: Record<string, number> = {};

diagnostics.subscribe('undici:request:create', message => {
  const { request } = message as { request: { method: string; path: string } };
  count(request.method, request.path);
});

diagnostics.subscribe('http.client.request.start', message => {
  const { request } = message as { request: { method: string; path: string } };
  count(request.method, request.path);
});

process.stdin.on('data', chunk => {
  for (const byte of chunk) if (byte === 10) process.stdout.write(`${JSON.stringify(requests)}\n`);
});
// The program decides when it ends, not who asks.
process.stdin.unref();

/** `/apis/GROUP/VERSION/namespaces/NAMESPACE/RESOURCE/NAME/SUBRESOURCE` without what differs between objects. */
function count(method: string, path: string): void {
  const parts = (path.split('?')[0] ?? '').split('/').slice(path.startsWith('/api/') ? 3 : 4);
  const [resource = '', name, subresource] = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const verb = path.includes('watch=true') ? 'WATCH' : method === 'GET' && name === undefined ? 'LIST' : method;
  const sort = subresource === undefined ? `${verb} ${resource}` : `${verb} ${resource}/${subresource}`;
  requests[sort] = (requests[sort] ?? 0) + 1;
}
