// Rules for the keys of a map. Keys have no schema of their own, so these become rules in CEL at the map.
import type { ValidationRule } from '../../schema/structural-schema.js';
import type { LeafSchema } from '../model/schema-node.js';
import { celString } from './cel-text.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';
import { RULE_KEYWORDS, type RuleSite } from './rule-keywords.js';
import type { Rule } from './rule-merge.js';

/** What one rule of `@Keys(...)` adds to the map; undefined, with an error, for a rule that keys cannot have. */
export function keyRule(decorator: OurDecorator, site: RuleSite, reading: Reading): Rule | undefined {
  const { name } = decorator;
  if (!ON_KEYS.has(name)) {
    const hint = `keys take ${[...ON_KEYS].map(each => `@${each}`).join(', ')}`;
    reading.findings.error(decorator.node, 'KW2040', `@${name} is not for keys of a map`, hint);
    return undefined;
  }
  const rule = RULE_KEYWORDS[name]?.(decorator, reading, site);
  if (rule === undefined) return undefined;
  return name === 'Validation' ? aboutKeys(rule, reading) : inCel(rule, reading);
}

const ON_KEYS = new Set(['MinLength', 'MaxLength', 'Pattern', 'Enum', 'Validation']);
const RULES = 'x-kubernetes-validations';

function inCel({ keywords, said }: Rule, { findings }: Reading): Rule | undefined {
  const [origin] = Object.values(said);
  const rule = ruleFor(keywords);
  if (rule === undefined || origin === undefined) return undefined;
  const length = keywords.minLength ?? keywords.maxLength ?? 0;
  if (!(Number.isSafeInteger(length) && length >= 0)) {
    const message = `the length ${length} of a key must be a whole number of 0 or more`;
    findings.error(origin, 'KW2008', message, 'say a length such as 1');
    return undefined;
  }
  return { keywords: { [RULES]: [rule] }, said: { [`${RULES}[0]`]: origin } };
}

function ruleFor({ minLength, maxLength, pattern, enum: values }: LeafSchema): ValidationRule | undefined {
  if (minLength !== undefined) {
    return all(`key.size() >= ${minLength}`, `each key must have ${minLength} or more characters`);
  }
  if (maxLength !== undefined) {
    return all(`key.size() <= ${maxLength}`, `each key must have ${maxLength} or fewer characters`);
  }
  if (pattern !== undefined)
    return all(`key.matches(${celString(pattern)})`, oneLine(`each key must match ${pattern}`));
  if (values === undefined) return undefined;
  const list = values.map(value => celString(String(value))).join(', ');
  return all(`key in [${list}]`, oneLine(`each key must be one of ${values.join(', ')}`));
}

function all(holds: string, message: string): ValidationRule {
  return { rule: `self.all(key, ${holds})`, message };
}

/** Messages of rules have one line. */
function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ');
}

/** A rule in which `self` is a key: the variable of the comprehension bears that name. */
function aboutKeys({ keywords, said }: Rule, { findings }: Reading): Rule | undefined {
  const [written] = keywords[RULES] ?? [];
  const origin = said[`${RULES}[0]`];
  if (written === undefined || origin === undefined) return undefined;
  const unsayable = ['messageExpression', 'fieldPath', 'optionalOldSelf'].filter(option => option in written);
  for (const option of unsayable) {
    const place = said[`${RULES}[0].${option}`] ?? origin;
    findings.error(place, 'KW2040', `a rule for keys has no ${option}`, 'say it in a @Validation of the whole map');
  }
  if (/\boldSelf\b/.test(written.rule)) {
    const hint = 'a key is there or not: say what holds of both maps in a @Validation of the whole map';
    findings.error(origin, 'KW2040', 'a rule for keys has no oldSelf', hint);
    return undefined;
  }
  if (unsayable.length > 0) return undefined;
  const { rule, message = oneLine(`failed rule for each key: ${rule}`) } = written;
  // A comment in the rule must end before the bracket does.
  const whole = /\n|\/\//.test(rule) ? `self.all(self,\n${rule}\n)` : `self.all(self, ${rule})`;
  return { keywords: { [RULES]: [{ ...written, rule: whole, message }] }, said };
}
