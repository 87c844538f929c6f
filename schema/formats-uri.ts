// URIs and addresses of mail, near to how Go's net/url and net/mail read them.

/** An absolute URI, or a path that begins with a slash: what may stand in the first line of an HTTP request. */
export function isRequestUri(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Go refuses.
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) return false;
  if (text === '*') return true;
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (found === null) return text.startsWith('/') && isPath(text);
  const rest = text.slice(found[0].length).split('?')[0] ?? '';
  if (!rest.startsWith('/')) return true;
  if (!rest.startsWith('//') || rest.startsWith('///')) return isPath(rest);
  const [authority = '', path = ''] = splitAt(rest.slice(2), '/');
  return isAuthority(authority) && isPath(path);
}

function splitAt(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at)];
}

function isPath(path: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(path.split('?')[0] ?? '');
}

/** `user:password@host:port`, the host in brackets when it has colons. */
function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || !isPath(user)) return false;
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host);
  return /^[^\s"<>[\]^`{|}\\%:]*(?::\d*)?$/.test(host);
}

const ATOM_CHARACTER = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]";
const DOT_ATOM = `${ATOM_CHARACTER}+(?:\\.${ATOM_CHARACTER}+)*`;
const QUOTED = '"(?:[^"\\\\\\r\\n]|\\\\.)*"';
const ADDRESS = new RegExp(`^(?:${DOT_ATOM}|${QUOTED})@(?:${DOT_ATOM}|\\[[^\\[\\]\\\\]*\\])$`, 'u');
const PHRASE = new RegExp(`^(?:${ATOM_CHARACTER}|${QUOTED}|[ .])*$`, 'u');

/** `user@host`, alone or in angle brackets after a name. */
export function isEmail(text: string): boolean {
  // An address of a mail is at most 320 long; the bound keeps what follows fast on any text.
  if (text.length > 2000) return false;
  const trimmed = text.trim();
  const named = /^([^<>]*)<([^<>]*)>$/.exec(trimmed);
  return named === null ? ADDRESS.test(trimmed) : PHRASE.test(named[1] ?? '') && ADDRESS.test((named[2] ?? '').trim());
}
