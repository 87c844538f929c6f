// Where a webhook is: a URL, or a Service.
import { parseUrl } from '../../../schema/cel/evaluate/functions/parse-url.js';
import { subdomainProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { child, type Draft, text } from '../draft.js';

export function clientProblems(config: Draft, path: string): readonly FieldError[] {
  const { url } = config;
  const service = child(config, 'service');
  if ((typeof url === 'string') === (service !== undefined)) {
    return [required(path, 'exactly one of url or service is required')];
  }
  if (service !== undefined) return serviceProblems(service, `${path}.service`);
  return urlProblems(String(url), `${path}.url`);
}

const FORM = '; desired format: https://host[/path]';

function urlProblems(url: string, path: string): readonly FieldError[] {
  const hash = url.indexOf('#');
  const fragment = hash < 0 ? '' : url.slice(hash + 1);
  const whole = hash < 0 ? url : url.slice(0, hash);
  const user = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?]*)@/.exec(whole)?.[1];
  const bare = user === undefined ? whole : whole.replace(`${user}@`, '');
  const parsed = parsedUrl(bare);
  if (typeof parsed === 'string') return [required(path, `url must be a valid URL: ${parsed}${FORM}`)];
  const { scheme, host, query } = parsed;
  return [
    ...(scheme === 'https' ? [] : [invalid(path, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalid(path, host, `host must be specified${FORM}`)] : []),
    ...(user === undefined ? [] : [invalid(path, user, 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalid(path, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalid(path, query, 'query parameters are not permitted in the URL')]),
  ];
}

/** Here a URL may also be a path, which has neither scheme nor host. */
function parsedUrl(text: string): { scheme: string; host: string; query: string } | string {
  const parsed = parseUrl(text);
  if (typeof parsed !== 'string' || !parsed.endsWith('invalid URI for request')) return parsed;
  const [first = ''] = text.split('/');
  if (first.includes(':')) return parsed.replace('invalid URI for request', COLON);
  return { scheme: '', host: '', query: /\?(.*)/.exec(text)?.[1] ?? '' };
}

const COLON = 'first path segment in URL cannot contain colon';

/** The API server looks at the name and at the namespace in each other's places, which shows where both are missing. */
function serviceProblems(service: Draft, path: string): readonly FieldError[] {
  const { port } = service;
  const inRange = typeof port !== 'number' || (port >= 1 && port <= 65_535);
  return [
    ...(text(service, 'namespace') === '' ? [required(`${path}.name`)] : []),
    ...(text(service, 'name') === '' ? [required(`${path}.namespace`)] : []),
    ...(inRange ? [] : [invalid(`${path}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')]),
    ...pathProblems(text(service, 'path'), `${path}.path`),
  ];
}

function pathProblems(urlPath: string, path: string): readonly FieldError[] {
  if (urlPath === '' || urlPath === '/') return [];
  if (urlPath === '//') return [invalid(path, urlPath, 'segment[0] may not be empty')];
  const steps = urlPath.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(urlPath.startsWith('/') ? [] : [invalid(path, urlPath, "must start with a '/'")]),
    ...steps.flatMap((step, at) =>
      step === ''
        ? [invalid(path, urlPath, `segment[${at}] may not be empty`)]
        : subdomainProblems(step).map(problem => invalid(path, urlPath, `segment[${at}]: ${problem}`)),
    ),
  ];
}
