import { isMap, isScalar, type YAMLMap } from 'yaml';
import { UsageError } from '../../core/errors.js';
import type { Json } from '../../core/json.js';
import { meaningOf } from '../../dialects/meaning-of.js';
import { parameters } from '../parameters/index.js';
import { readYaml } from './read-yaml.js';

/** A key, and what it becomes. */
export interface Change {
  readonly path: readonly string[];
  readonly value: Json;
}

/**
 * A sweep file's text with some keys changed, all else as it was, comments too. A parameter that the
 * file calls by another tool's name keeps that name. `heading`: lines of comment to stand above.
 *
 * @throws {UsageError} the text has no `parameters` to change one in.
 */
export function withChanges(
  text: string,
  changes: readonly Change[],
  heading: readonly string[],
): string {
  const { document } = readYaml(text);
  if (!document) throw new UsageError('The stored sweep file is no YAML that can be changed.');
  for (const { path, value } of changes) {
    const [top, name, ...rest] = path;
    if (top === 'parameters' && name !== undefined) {
      const given = document.get('parameters', true);
      if (!isMap(given)) {
        throw new UsageError(
          `The sweep file has no \`parameters\` in which ${name} could be changed: change it by hand.`,
        );
      }
      const own = [top, spelled(given, name), ...rest];
      document.setIn(own, document.createNode(value, { flow: true }));
      const shadowed = Object.hasOwn(SHADOWED, name) ? SHADOWED[name] : undefined;
      if (shadowed && document.hasIn(shadowed)) document.deleteIn(shadowed);
    } else {
      document.setIn(path, document.createNode(value, { flow: true }));
    }
  }
  return headed(document.toString({ lineWidth: 100 }), heading);
}

/** Lines of comment above a text, but below a first line that tells editors of the schema. */
function headed(text: string, heading: readonly string[]): string {
  if (heading.length === 0) return text;
  const above = `${heading.map((line) => `# ${line}\n`).join('')}\n`;
  const end = text.indexOf('\n') + 1;
  const isSchema = text.slice(0, end).includes('$schema=');
  return isSchema ? `${text.slice(0, end)}${above}${text.slice(end)}` : `${above}${text}`;
}

/** Keys that say nothing any more beside a parameter of that name. */
const SHADOWED: Readonly<Record<string, readonly string[]>> = {
  image_size: ['data', 'image_size'],
  epochs: ['epochs'],
};

/** The key by which a file has a parameter; its own name where it has none. */
function spelled(given: YAMLMap, name: string): string {
  const own = Object.keys(parameters);
  const keys = given.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  return (
    keys.find((key) => key === name) ??
    keys.find((key) => {
      const meaning = meaningOf(key, own);
      return meaning.kind === 'parameter' && meaning.name === name;
    }) ??
    name
  );
}
