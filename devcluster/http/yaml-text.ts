// Reads YAML as the API server does, and turns it into JSON.
import { YAMLException } from 'js-yaml';
import { firstGoYaml, GoYamlError } from '../../schema/yaml/go-yaml.js';
import { JsonTextError, NumberRangeError, type ParsedJson, parseJson } from './json-text.js';

/** YAML that cannot be read, or not be said in JSON. */
export class YamlTextError extends JsonTextError {
  override readonly name = 'YamlTextError';
}

/** The first document of a text; null when there is none. @throws JsonTextError */
export function parseYaml(text: string): ParsedJson {
  if (!text.trimStart().startsWith('{')) return yamlDocument(text);
  // JSON is YAML, and most clients that say YAML send it.
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof NumberRangeError) throw error;
    return yamlDocument(text);
  }
}

function yamlDocument(text: string): ParsedJson {
  try {
    const { value, duplicates, rounded } = firstGoYaml(text) ?? { value: null, duplicates: [], rounded: [] };
    return { value, duplicates: duplicates.map(each => each.text), rounded };
  } catch (error) {
    if (error instanceof GoYamlError) throw new YamlTextError(error.message);
    if (error instanceof YAMLException) throw new YamlTextError(`yaml: ${lineOf(error)}${error.reason}`);
    throw error;
  }
}

function lineOf({ mark }: YAMLException): string {
  return mark === undefined ? '' : `line ${mark.line + 1}: `;
}
