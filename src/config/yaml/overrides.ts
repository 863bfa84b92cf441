import { type Document, isCollection, isMap, isSeq, parseDocument } from 'yaml';
import type { DevicesWanted } from '../../core/devices/device.js';
import type { Issue } from '../../core/errors.js';
import type { Path } from '../words/findings.js';
import { complexKey } from './complex-keys.js';
import { endlessNesting, MAX_DEPTH } from './nesting.js';

/** What the command line changes in a sweep file. */
export interface Overrides {
  /** `key=value`, the key dotted, the value in YAML: `parameters.learning_rate.value=0.1`. */
  readonly set: readonly string[];
  readonly backend?: string | undefined;
  readonly workers?: number | 'auto' | undefined;
  readonly devices?: DevicesWanted | undefined;
  /** Total number of trials: `run_cap`. */
  readonly trials?: number | undefined;
  readonly seed?: number | undefined;
  readonly name?: string | undefined;
  /** Take no name of another tool. */
  readonly strict?: boolean | undefined;
}

export interface Overridden {
  readonly path: Path;
  /** As a person would type it: `--set epochs=2`. */
  readonly flag: string;
}

/** Writes the overrides into the document, later ones over earlier ones. */
export function applyOverrides(
  document: Document,
  overrides: Overrides,
): { readonly overridden: readonly Overridden[]; readonly issues: readonly Issue[] } {
  const overridden: Overridden[] = [];
  const issues: Issue[] = [];
  const put = (key: string, text: string | undefined, flag: string) => {
    const problem = text === undefined ? `expected key=value` : write(document, key, text);
    if (problem === undefined) overridden.push({ path: key.split('.'), flag });
    else issues.push({ path: key, message: `${problem} (from ${flag})` });
  };

  for (const setting of overrides.set) {
    const [, key = setting, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    put(key.trim(), text, `--set ${setting}`);
  }
  for (const [flag, key] of Object.entries(FLAGS)) {
    const value = overrides[flag as keyof typeof FLAGS];
    if (value !== undefined) put(key, JSON.stringify(value), `--${flag} ${value}`);
  }
  return { overridden, issues };
}

const FLAGS = {
  backend: 'backend',
  workers: 'workers',
  devices: 'devices',
  trials: 'run_cap',
  seed: 'seed',
  name: 'name',
} as const;

/** Puts one value in its place; what stands in the way, if something does. */
function write(document: Document, key: string, text: string): string | undefined {
  if (endlessNesting(text) !== undefined) return 'nested too deeply';
  const value = parseDocument(text, { version: '1.2', prettyErrors: false, logLevel: 'silent' });
  if (value.errors.length > 0) return `not YAML: ${value.errors[0]!.message}`;
  if (complexKey(value) !== undefined) return 'a key is a list or a map: expected a word';
  const path = key.split('.');
  if (path.some((part) => part === '')) return 'expected a dotted key such as data.train';
  if (path.length > MAX_DEPTH) return 'nested too deeply';

  for (let length = 1; length < path.length; length += 1) {
    const above = document.getIn(path.slice(0, length), true);
    if (above === undefined || above === null) break;
    if (!isCollection(above)) {
      return `expected a map at ${path.slice(0, length).join('.')}, but the file has a single value there`;
    }
    const place = Number(path[length]);
    if (isSeq(above) && !(Number.isInteger(place) && place >= 0 && place <= above.items.length)) {
      return `expected a place in the list from 0 to ${above.items.length}, got ${path[length]}`;
    }
  }
  makeRoom(document, path);
  // A shell's word has no comments: `name=run #3` is all of it.
  const isWhole = !value.comment && !value.commentBefore && !value.contents?.comment;
  document.setIn(path, isWhole ? value.contents : text);
  return undefined;
}

/** A parameter has one of `value`, `values` and a range: setting one takes the others away. */
function makeRoom(document: Document, path: readonly string[]): void {
  const [top, name, key] = path;
  if (top !== 'parameters' || name === undefined || path.length !== 3) return;
  const parameter = document.getIn([top, name], true);
  if ((key === 'value' || key === 'values') && isMap(parameter)) parameter.items.length = 0;
}
