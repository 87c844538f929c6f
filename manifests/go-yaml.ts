// What plain words of YAML mean to kubectl: its library reads YAML 1.1, in its own way.
import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, mergeTag, NOT_RESOLVED } from 'js-yaml';

const INTEGER = /^[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-f]+|0|[1-9][0-9]*)$/i;
const OLD_OCTAL = /^0[0-7]+$/;

/** `0644` is octal, as modes of files are written, and underscores are dropped. A time such as `12:30` stays a text. */
const integer = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: Number.isInteger,
  implicitFirstChars: [...'-+0123456789'],
  resolve: source => {
    const text = source.replaceAll('_', '');
    if (!INTEGER.test(text)) return NOT_RESOLVED;
    const digits = text.replace(/^[-+]/, '');
    const value = Number(OLD_OCTAL.test(digits) ? `0o${digits}` : digits);
    return text.startsWith('-') && value !== 0 ? -value : value;
  },
});

/** Of manifests: `yes` and `on` are true, too, `<<` merges, and dates stay texts. */
export const GO_YAML = CORE_SCHEMA.withTags(boolYaml11Tag, integer, mergeTag);
