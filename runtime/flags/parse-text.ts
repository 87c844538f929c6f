// Texts of flags that cannot be just any: what is told here need not be found out by a server that does not come up.
import { isIP } from 'node:net';
import { isLabel, isSubdomain } from '../meta/qualified-name.js';

/** A file, a folder, a name that others have given. Nothing at all is most often a variable of a shell that was not set. */
export function parseFilled(text: string): string {
  if (text !== '') return text;
  throw new Error('it is empty: leave the flag out for what is so by default');
}

/** @throws Error that says what may be */
export function parseNamespace(text: string): string {
  if (isLabel(text)) return text;
  throw new Error('it is to be the name of a namespace');
}

/** The name of a Lease or a Secret. @throws Error that says what may be */
export function parseObjectName(text: string): string {
  if (isSubdomain(text)) return text;
  throw new Error('it is to be the name of an object: lower case letters, digits, - and .');
}

/** What names of Leases begin with, and the value of their label. @throws Error that says what may be */
export function parseShortName(text: string): string {
  if (text.length <= LONGEST_LABEL && isSubdomain(text)) return text;
  throw new Error(`it is to be the name of an object with at most ${LONGEST_LABEL} characters`);
}

const LONGEST_LABEL = 63;

/** Without a port. @throws Error that says what may be */
export function parseHost(text: string): string {
  if (isIP(text) !== 0 || /^[a-z\d]([\w.-]*[a-z\d])?$/i.test(text)) return text;
  throw new Error('it is to be an address without a port, such as 10.0.0.1, ::1 or localhost');
}
