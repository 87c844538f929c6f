// Checks where the API server is to find a webhook.
import { labelProblems, subdomainProblems } from '../../schema/names.js';
import type { WebhookModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

const OF_SERVICES = ['path', 'serviceName', 'serviceNamespace', 'servicePort'];

export function checkWebhookClient(webhook: WebhookModel): readonly Diagnostic[] {
  const { url, said, origin } = webhook;
  if (url === undefined) return [...checkPath(webhook), ...checkService(webhook)];
  const place = said.url ?? origin;
  const both = OF_SERVICES.filter(option => said[option] !== undefined);
  const problem = urlProblem(url);
  return [
    ...(both.length === 0
      ? []
      : [
          error(
            said[both[0] as string] ?? origin,
            'KW5005',
            `a webhook with a url has no ${both.join(', ')}`,
            'the URL says all of it: leave one out',
          ),
        ]),
    ...(problem === undefined
      ? []
      : [error(place, 'KW5007', `"${url}" cannot be called: ${problem}`, "write 'https://host:port/path'")]),
  ];
}

/** As the API server asks it: segments that a DNS name could have. */
function checkPath({ path, said, origin }: WebhookModel): readonly Diagnostic[] {
  if (path === '/') return [];
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  const fits = path.startsWith('/') && segments.every(segment => subdomainProblems(segment).length === 0);
  if (fits) return [];
  const hint = "start with '/', and use lower-case letters, digits, '-' and '.' between slashes";
  return [error(said.path ?? origin, 'KW5006', `"${path}" is no path that the API server calls`, hint)];
}

function checkService({ service = {}, said, origin }: WebhookModel): readonly Diagnostic[] {
  const { name, namespace, port } = service;
  const isPort = port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535);
  return [
    ...(isLabel(name) ? [] : [error(said.serviceName ?? origin, 'KW5015', `"${name}" cannot name a Service`, LABEL)]),
    ...(isLabel(namespace)
      ? []
      : [error(said.serviceNamespace ?? origin, 'KW5015', `"${namespace}" is no namespace`, LABEL)]),
    ...(isPort
      ? []
      : [error(said.servicePort ?? origin, 'KW5015', `${port} is no port`, 'say a number from 1 to 65535')]),
  ];
}

const LABEL = "use lower-case letters, digits and '-', at most 63";

/** The API server takes any text here, and never finds the Service. */
function isLabel(text: string | undefined): boolean {
  return text === undefined || labelProblems(text).length === 0;
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^[a-z]+:\/\/[^/]/i.test(text)) return 'it is no URL with a host';
  if (url.protocol !== 'https:') return 'the API server speaks https only';
  if (url.username !== '' || url.password !== '') return 'a URL for the API server has no user';
  if (url.search !== '') return 'a URL for the API server has no query';
  return url.hash !== '' ? 'a URL for the API server has no fragment' : undefined;
}
