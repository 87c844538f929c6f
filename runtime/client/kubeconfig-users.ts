// What @kubernetes/client-node does not read of a kubeconfig's users.
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import { ConfigError } from './config-error.js';

/** A user as client-node keeps it. */
interface ReadUser {
  readonly name: string;
  readonly exec?: { readonly command?: unknown } | null;
}

/** A user as it is written. */
interface WrittenUser {
  readonly name?: string;
  readonly user?: { readonly tokenFile?: string } | null;
}

/** Impersonation beyond the name of a user; leaving it out would act as somebody else than meant. */
const UNSUPPORTED = ['as-uid', 'as-groups', 'as-user-extra'];

/**
 * The users of a kubeconfig in `folder`, with their `tokenFile` (which goes before a token, as in client-go) and with the
 * command of a credential plugin found from that folder, where its path is relative.
 * @throws ConfigError for a user with kinds of impersonation that are not supported
 */
export function completeUsers<U extends ReadUser>(users: readonly U[], text: string, folder: string): U[] {
  const written = (load(text) as { readonly users?: readonly WrittenUser[] } | null)?.users ?? [];
  return users.map(user => {
    const fields = written.find(({ name }) => name === user.name)?.user ?? {};
    const unsupported = UNSUPPORTED.find(field => field in fields);
    if (unsupported !== undefined)
      throw new ConfigError(`user "${user.name}" has ${unsupported}: only "as" is supported`);
    return withTokenFile(withCommandPath(user, folder), fields.tokenFile, folder);
  });
}

function withTokenFile<U extends ReadUser>(user: U, tokenFile: string | undefined, folder: string): U {
  if (!tokenFile) return user;
  const authProvider = { name: 'tokenFile', config: { tokenFile: resolve(folder, tokenFile) } };
  return { ...user, token: undefined, authProvider };
}

/** A command without a slash is looked for in PATH. */
function withCommandPath<U extends ReadUser>(user: U, folder: string): U {
  const command = user.exec?.command;
  if (typeof command !== 'string' || !/[/\\]/.test(command)) return user;
  return { ...user, exec: { ...user.exec, command: resolve(folder, command) } };
}
