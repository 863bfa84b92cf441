import { nearestTypo } from '../../core/words/nearest-name.js';
import { keyMeaning, LIES_BELOW } from '../../dialects/key-names.js';
import { meaningOf } from '../../dialects/meaning-of.js';
import type { FileReading } from '../file/reading.js';
import { IGNORED_KEYS, sweepKeys } from '../file/sweep-keys.js';
import { parameters } from '../parameters/index.js';
import type { Path } from '../words/findings.js';
import { commandFlags } from './command-flags.js';
import { type Fields, isFields, type Unknown } from './given.js';
import { readMethod } from './plug-ins/read-method.js';
import { readPruner } from './plug-ins/read-pruner.js';
import { readMetric, readMetrics } from './read-metric.js';
import { readParameters } from './read-parameters.js';
import { readTransforms } from './read-transforms.js';
import { refuseUnknown } from './refuse-unknown.js';
import type { Rewriting } from './rewriting.js';

export interface ReadNames {
  readonly root: Fields;
  /** The file was written for W&B, whose sweeps go on until their agents stop. */
  readonly isForeign: boolean;
}

/**
 * A sweep file under our own names, whatever tool it was written for; what each became is noted.
 * Keys and parameters that there are not are noted together, and left out.
 */
export function readNames(
  given: Fields,
  spelling: FileReading['spelling'],
  rewriting: Rewriting,
): ReadNames {
  const known = [...Object.keys(sweepKeys), 'parameters'];
  const unknown: Unknown[] = [];
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const nearest = keyCalled(key, value) ?? nearestTypo(key, known);
    if (known.includes(key)) root[key] = value;
    else if (IGNORED_KEYS.includes(key)) {
      const flags = key === 'command' ? commandFlags(value, Object.keys(parameters)) : [];
      const lost =
        flags.length === 0
          ? ''
          : `, with what it sets for all trials (${flags.slice(0, 8).join(', ')}): write that under parameters`;
      rewriting.findings.warn([key], `has no meaning here and is ignored${lost}`, 'key');
    } else if (isParameter(key, nearest)) {
      const message = `${key} is a parameter of trials: write parameters: { ${key}: { value: ... } }`;
      rewriting.findings.error([key], message, 'key');
    } else {
      unknown.push({ name: key, path: [key], nearest });
    }
  }
  const method = readMethod(root, rewriting);
  Object.assign(root, method);
  const isForeign = 'method' in method || IGNORED_KEYS.some((key) => key in given);
  if ('metric' in root) root.metric = readMetric(root.metric, rewriting);
  if ('metrics' in root) root.metrics = readMetrics(root.metrics, rewriting);
  if ('early_terminate' in root) root.early_terminate = readPruner(root.early_terminate, rewriting);
  if (isFields(root.augmentations)) root.augmentations = readSets(root.augmentations, rewriting);
  if (
    root.parameters == null &&
    unknown.some(({ nearest }) => nearest === 'parameters' || nearest === LIES_BELOW)
  ) {
    // Told already, as an unknown key.
    root.parameters = STAND;
  }
  if (!isFields(root.parameters)) {
    refuseUnknown(unknown, rewriting.findings);
    return { root, isForeign };
  }
  const read = readParameters(root.parameters, root, spelling, rewriting);
  refuseUnknown([...unknown, ...read.unknown], rewriting.findings);
  const isWrong = rewriting.findings.errors.length > 0;
  const isEmpty = Object.keys(read.parameters).length === 0;
  // What holds nothing but mistakes must not be said to be missing, too; it is refused in any case.
  root.parameters = isEmpty && isWrong ? STAND : read.parameters;
  for (const { key, value } of read.settings) put(root, key, value);
  return { root, isForeign };
}

const STAND = { learning_rate: { value: 0.001 } };

/** What is nearest in meaning to a key at the top. */
function keyCalled(key: string, value: unknown): string | undefined {
  const meant = keyMeaning(key);
  const isSweep = isFields(value) && ('parameters' in value || 'method' in value);
  return meant === LIES_BELOW && !isSweep ? undefined : meant;
}

/** Whether a key at the top is a parameter's, under whatever name. `nearest`: the key that it may be. */
function isParameter(key: string, nearest: string | undefined): boolean {
  if (Object.hasOwn(parameters, key)) return true;
  return nearest === undefined && meaningOf(key, Object.keys(parameters)).kind === 'parameter';
}

function readSets(sets: Fields, rewriting: Rewriting): Fields {
  return Object.fromEntries(
    Object.entries(sets).map(([name, list]) => {
      const path = ['augmentations', name];
      return [name, readTransforms(list, { ours: path, theirs: path }, rewriting)];
    }),
  );
}

function put(root: Record<string, unknown>, [first, second]: Path, value: unknown): void {
  if (second === undefined) root[first!] = value;
  else
    root[first!] = { ...(isFields(root[first!]) ? (root[first!] as Fields) : {}), [second]: value };
}
