import type { Document } from 'yaml';
import { ConfigError, type Issue } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { readNames } from '../aliases/read-names.js';
import { createOrigins, createRewriting } from '../aliases/rewriting.js';
import { byPlace, createFindings, type Path } from '../words/findings.js';
import { locate, spelling } from '../yaml/locate.js';
import { MAX_DEPTH } from '../yaml/nesting.js';
import { applyOverrides, type Overridden, type Overrides } from '../yaml/overrides.js';
import { readYaml } from '../yaml/read-yaml.js';
import type { Available, Outside } from './reading.js';
import { resolveSweep } from './resolve-sweep.js';
import { IGNORED_KEYS } from './sweep-keys.js';

export interface LoadedSweep {
  readonly spec: SweepSpec;
  /** The file's text, as it is. */
  readonly source: string;
  /** What was ignored, or is likely not what was meant. */
  readonly warnings: readonly Issue[];
}

/**
 * A sweep file's text, resolved: every default applied, every mistake looked for. Pure, but for
 * what `available` and `outside` look at.
 *
 * `file` names the sweep and stands for the folder that paths in it are relative to.
 *
 * @throws {ConfigError} with every mistake, by line.
 */
export function parseSweep(
  text: string,
  file: string,
  overrides: Overrides,
  available: Available,
  outside: Outside = { env: {}, lookAtWeights: () => undefined },
): LoadedSweep {
  const {
    document,
    lines,
    issues: asYaml,
  } = readYaml(text, ['name', 'description', ...IGNORED_KEYS]);
  if (!document) throw new ConfigError(file, asYaml);

  const { overridden, issues: asFlags } = applyOverrides(document, overrides);
  const root = plainValue(document);
  if (typeof root === 'string')
    throw new ConfigError(file, [...asYaml, { path: '', message: root }]);

  const place = (path: Path, at: 'key' | 'value') => {
    const flag = flagOf(overridden, path);
    return flag === undefined ? locate(document, lines, path, at) : { flag };
  };
  const origins = createOrigins();
  const asNames = createFindings(place);
  const rewriting = createRewriting(asNames, origins, {
    strict: overrides.strict === true,
    isSet: (path) => isSet(overridden, path),
  });
  const { root: ours, isForeign } = readNames(root, (path) => spelling(document, path), rewriting);
  const findings = createFindings(place, origins.writtenAt);
  const spec = resolveSweep(ours, {
    file,
    findings,
    available,
    ...outside,
    isForeign: isForeign && overrides.strict !== true,
    spelling: (path) => spelling(document, origins.writtenAt(path)),
  });
  const [named, found] = [asNames.placed(), findings.placed()];
  const warnings = [...named.warnings, ...found.warnings].sort(byPlace);
  const mistakes = [...asYaml, ...named.errors, ...found.errors].sort(byPlace);
  if (mistakes.length + asFlags.length > 0) {
    throw new ConfigError(file, [...asFlags, ...mistakes], warnings);
  }
  return { spec: deepFreeze(spec!), source: text, warnings };
}

/** The document as plain values, or why it can't be one. */
function plainValue(document: Document): Readonly<Record<string, unknown>> | string {
  try {
    const root = document.toJS({ maxAliasCount: 100 });
    return isTooDeep(root, 0) ? 'nested without end: an alias contains itself' : root;
  } catch (error) {
    if (error instanceof ReferenceError) {
      return 'aliases (*name) multiply without end here; write the values out';
    }
    // The YAML library looks at these no sooner, and has no error of its own kind for them.
    if (error instanceof Error && error.message.startsWith('Merge sources must be')) {
      return 'the key << takes in another map: expected an alias (*name) of a map, or a map';
    }
    throw error;
  }
}

function isTooDeep(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

function flagOf(overridden: readonly Overridden[], path: Path): string | undefined {
  return overridden.findLast(({ path: set }) =>
    set.every((key, i) => path[i] !== undefined && String(path[i]) === String(key)),
  )?.flag;
}

/** Whether a flag set what stands at a path, or something in it. */
function isSet(overridden: readonly Overridden[], path: Path): boolean {
  return overridden.some(({ path: set }) =>
    path.every((key, i) => set[i] === undefined || String(set[i]) === String(key)),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
