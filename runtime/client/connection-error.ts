// Thrown when no answer came: the API server cannot be reached, or the connection broke.
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';

/** No answer, or not a whole one. Whether a write was carried out is then not known. */
export class ConnectionError extends ExplainedError {
  override readonly name = 'ConnectionError';
  /** The system's word for what went wrong, such as `ECONNREFUSED`, where there is one. */
  readonly code: string | undefined;

  /**
   * @param attempt what was tried, such as `get Pod default/a`
   * @param server the address that was talked to
   */
  constructor(attempt: string, server: string, cause: unknown) {
    const code = codeOf(cause);
    super(`${attempt} at ${server}: ${textOf(cause)}${cause instanceof ExplainedError ? '' : nextStep(code)}`, {
      cause,
    });
    this.code = code;
  }
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code } = cause as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : codeOf(cause.cause);
}

/** An AggregateError (one failure for each address of a host) has no text of its own. */
function textOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(textOf).join('; ');
  return thrownText(cause);
}

function nextStep(code: string | undefined): string {
  if (code === undefined) return '';
  if (code === 'ERR_STRING_TOO_LONG') return '. The answer is larger than 512 MiB: ask in pages, with limit or each';
  if (code === 'ECONNREFUSED') return '. Is the API server running? See: kubectl cluster-info';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return '. Is the server name in the kubeconfig right?';
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return '. Is the network (or VPN, or proxy-url) to the API server up? See: kubectl cluster-info';
  }
  if (code.startsWith('ERR_OSSL_')) return '. Are the certificates and the key in the kubeconfig whole, in PEM form?';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return '. Is the server name (or tls-server-name) in the kubeconfig right?';
  if (code.includes('CERT') || code.startsWith('ERR_TLS') || code.startsWith('UNABLE_TO')) {
    return '. Does certificate-authority in the kubeconfig belong to this server?';
  }
  return '';
}
