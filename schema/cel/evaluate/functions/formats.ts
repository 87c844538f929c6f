// Named formats of texts.
import { formatCheck } from '../../../formats.js';
import {
  dns1035LabelProblems,
  labelProblems,
  labelValueProblems,
  qualifiedNameProblems,
  subdomainProblems,
} from '../../../names.js';
import { ValueList } from '../list.js';
import { Failure, NO_SUCH_OVERLOAD, NONE, Opaque, Optional, type Value } from '../value.js';
import type { Implementation, Implementations } from './implementation.js';
import { parseUrl } from './parse-url.js';

export class FormatValue extends Opaque {
  override readonly typeName = 'kubernetes.NamedFormat';
  constructor(
    readonly name: string,
    /** The length of the longest pattern, for costs. */
    readonly patternSize: number,
    readonly problems: (text: string) => readonly string[],
  ) {
    super();
  }

  override equals(other: Value): boolean | Failure {
    if (other instanceof FormatValue) return other.name === this.name;
    return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
  }
}

/** What stands before a part that is still to be made may end with a dash. */
function prefix(problems: (text: string) => readonly string[]) {
  return (text: string) => problems(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

function checked(format: string, problem: string) {
  return (text: string) => (formatCheck(format)?.(text) === false ? [problem] : []);
}

const TIME_PATTERN = 69;

const FORMATS: Readonly<Record<string, FormatValue>> = {
  dns1123Label: new FormatValue('DNS1123Label', 30, labelProblems),
  dns1123Subdomain: new FormatValue('DNS1123Subdomain', 60, subdomainProblems),
  dns1035Label: new FormatValue('DNS1035Label', 30, dns1035LabelProblems),
  qualifiedName: new FormatValue('QualifiedName', 60, qualifiedNameProblems),
  dns1123LabelPrefix: new FormatValue('DNS1123LabelPrefix', 30, prefix(labelProblems)),
  dns1123SubdomainPrefix: new FormatValue('DNS1123SubdomainPrefix', 60, prefix(subdomainProblems)),
  dns1035LabelPrefix: new FormatValue('DNS1035LabelPrefix', 30, prefix(dns1035LabelProblems)),
  labelValue: new FormatValue('LabelValue', 40, labelValueProblems),
  uri: new FormatValue('URI', 1103, text => {
    const url = parseUrl(text);
    return typeof url === 'string' ? [url] : [];
  }),
  uuid: new FormatValue('uuid', 70, checked('uuid', 'does not match the UUID format')),
  byte: new FormatValue('byte', 84, checked('byte', 'invalid base64')),
  date: new FormatValue('date', TIME_PATTERN, checked('date', 'invalid date')),
  datetime: new FormatValue('datetime', TIME_PATTERN, checked('datetime', 'invalid datetime')),
};

const constants: Record<string, Implementation> = {};
for (const [name, format] of Object.entries(FORMATS)) constants[`format.${name}`] = () => format;

export const NAMED_FORMATS: Implementations = {
  ...constants,
  'format-named': (name: string) => (Object.hasOwn(FORMATS, name) ? new Optional(FORMATS[name]) : NONE),
  'format-validate': (format: FormatValue, text: string) => {
    const problems = format.problems(text);
    return problems.length === 0 ? NONE : new Optional(new ValueList([...problems]));
  },
};
