// Sends plain HTTPS requests to a control plane as its administrator, and hands back what it answers.
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import type { ControlPlaneAccess } from '../control-plane/access.js';

/** An answer. */
export interface RawAnswer {
  readonly code: number;
  readonly body: JsonObject;
  /** The texts of `Warning` headers. */
  readonly warnings: readonly string[];
}

/** The certificates of the administrator, and the URL. */
export class RawClient {
  private constructor(
    readonly server: string,
    readonly credentials: { readonly ca: string; readonly cert: string; readonly key: string },
  ) {}

  static async of(controlPlane: ControlPlaneAccess): Promise<RawClient> {
    const config = JSON.parse(await controlPlane.kubectl.output(['config', 'view', '--raw', '-o', 'json']));
    const decoded = (data: string) => Buffer.from(data, 'base64').toString();
    const { user } = config.users[0];
    return new RawClient(controlPlane.server, {
      ca: decoded(config.clusters[0].cluster['certificate-authority-data']),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
    });
  }

  async send(method: string, path: string, body?: Json): Promise<RawAnswer> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const sent = request(new URL(path, this.server), { method, headers, ...this.credentials }, resolve);
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
    const { warning = '' } = answer.headers;
    const warnings = [...warning.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(each => unquoted(each[1] ?? ''));
    const said = await text(answer);
    // A path that is not served yet is answered in plain words.
    const answered = said.startsWith('{') ? JSON.parse(said) : { message: said };
    return { code: answer.statusCode ?? 0, body: answered, warnings };
  }
}

function unquoted(value: string): string {
  return value.replace(/\\(.)/g, '$1');
}
