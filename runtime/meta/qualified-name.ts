// The syntax of label keys, finalizers and label values, as apimachinery's `util/validation` has it.

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST_NAME = 63;
const LONGEST_SUBDOMAIN = 253;

/** What is wrong with a qualified name (`name` or `example.com/name`); undefined when nothing is. */
export function qualifiedNameProblem(text: string): string | undefined {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (slash >= 0 && !isSubdomain(text.slice(0, slash)))
    return `${JSON.stringify(text)} must start with a DNS subdomain`;
  return nameProblem(name, `the name in ${JSON.stringify(text)}`);
}

/** What is wrong with the value of a label; undefined when nothing is. It may be empty. */
export function labelValueProblem(text: string): string | undefined {
  return text === '' ? undefined : nameProblem(text, `the label value ${JSON.stringify(text)}`);
}

function nameProblem(name: string, what: string): string | undefined {
  if (name.length > LONGEST_NAME) return `${what} must have at most ${LONGEST_NAME} characters`;
  if (!NAME.test(name)) return `${what} must be letters, digits, "-", "_" and "." with a letter or digit at both ends`;
  return undefined;
}

/** Whether it may be the name of a namespace: a DNS label. */
export function isLabel(text: string): boolean {
  return LABEL.test(text);
}

/** Whether it may be the name of most objects. */
export function isSubdomain(text: string): boolean {
  return text.length <= LONGEST_SUBDOMAIN && SUBDOMAIN.test(text);
}
