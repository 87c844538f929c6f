// What is wrong with `conversion` of a definition, and with the webhook that it names.
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error.js';
import { dns1035LabelProblems, subdomainProblems } from '../names.js';
import type { DefinitionConversion, WebhookClientConfig } from './definition.js';

const AT = 'spec.conversion';
const STRATEGIES = ['None', 'Webhook'];

export function conversionErrors(conversion: DefinitionConversion | undefined): readonly FieldError[] {
  if (conversion === undefined) return [];
  const { strategy = '', webhook } = conversion;
  const ofStrategy = STRATEGIES.includes(strategy)
    ? []
    : [strategy === '' ? required(`${AT}.strategy`) : notSupported(`${AT}.strategy`, strategy, STRATEGIES)];
  const { clientConfig, conversionReviewVersions = [] } = webhook ?? {};
  if (strategy === 'Webhook') {
    return [...clientErrors(clientConfig), ...reviewVersionErrors(conversionReviewVersions)];
  }
  const unwanted = 'should not be set when strategy is not set to Webhook';
  return [
    ...ofStrategy,
    ...(clientConfig === undefined ? [] : [forbidden(CLIENT, unwanted)]),
    ...(conversionReviewVersions.length === 0 ? [] : [forbidden(VERSIONS, unwanted)]),
  ];
}

// The server tells of them by the names that they bear in its own types.
const CLIENT = `${AT}.webhookClientConfig`;
const VERSIONS = `${AT}.conversionReviewVersions`;

function clientErrors(config: WebhookClientConfig | undefined): readonly FieldError[] {
  if (config === undefined) return [required(CLIENT, 'required when strategy is set to Webhook')];
  const { url, service } = config;
  if ((url === undefined) === (service === undefined)) {
    return [required(CLIENT, 'exactly one of url or service is required')];
  }
  return url === undefined ? serviceErrors(service ?? {}) : urlErrors(url);
}

function urlErrors(url: string): readonly FieldError[] {
  const at = `${CLIENT}.url`;
  const form = '; desired format: https://host[/path]';
  const [, scheme = '', host = '', , query, fragment] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const user = host.includes('@') ? host.slice(0, host.lastIndexOf('@')) : undefined;
  const bare = user === undefined ? host : host.slice(user.length + 1);
  return [
    ...(scheme.toLowerCase() === 'https'
      ? []
      : [invalid(at, scheme.toLowerCase(), `'https' is the only allowed URL scheme${form}`)]),
    ...(bare === '' ? [invalid(at, bare, `host must be specified${form}`)] : []),
    ...(user === undefined ? [] : [invalid(at, user, 'user information is not permitted in the URL')]),
    ...((fragment ?? '') === '' ? [] : [invalid(at, fragment ?? '', 'fragments are not permitted in the URL')]),
    ...((query ?? '') === '' ? [] : [invalid(at, query ?? '', 'query parameters are not permitted in the URL')]),
  ];
}

const MAX_PORT = 65_535;

function serviceErrors({ name, namespace, path, port = 0 }: NonNullable<WebhookClientConfig['service']>) {
  const at = `${CLIENT}.service`;
  const isPort = port >= 1 && port <= MAX_PORT;
  return [
    // It takes the one for the other.
    ...((namespace ?? '') === '' ? [required(`${at}.name`)] : []),
    ...((name ?? '') === '' ? [required(`${at}.namespace`)] : []),
    ...(isPort ? [] : [invalid(`${at}.port`, port, `port is not valid: must be between 1 and ${MAX_PORT}, inclusive`)]),
    ...(path === undefined ? [] : servicePathErrors(path, `${at}.path`)),
  ];
}

function servicePathErrors(path: string, at: string): readonly FieldError[] {
  if (path === '' || path === '/') return [];
  if (path === '//') return [invalid(at, path, 'segment[0] may not be empty')];
  const steps = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [invalid(at, path, "must start with a '/'")]),
    ...steps.flatMap((step, index) => {
      if (step === '') return [invalid(at, path, `segment[${index}] may not be empty`)];
      return subdomainProblems(step).map(why => invalid(at, path, `segment[${index}]: ${why}`));
    }),
  ];
}

const KNOWN = ['v1', 'v1beta1'];

function reviewVersionErrors(versions: readonly string[]): readonly FieldError[] {
  if (versions.length === 0) return [required(VERSIONS)];
  const errors = versions.flatMap((version, index) => {
    const at = `${VERSIONS}[${index}]`;
    if (versions.indexOf(version) < index) return [invalid(at, version, 'duplicate version')];
    return dns1035LabelProblems(version).map(why => invalid(at, version, why));
  });
  if (versions.some(version => KNOWN.includes(version))) return errors;
  return [...errors, invalid(VERSIONS, versions, `must include at least one of ${KNOWN.join(', ')}`)];
}
