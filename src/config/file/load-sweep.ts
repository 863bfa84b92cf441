import { datasetFor } from '../../assets/datasets/index.js';
import { lookAtWeights } from '../../assets/weights/index.js';
import type { Contents } from '../../core/data/contents.js';
import type { SweepImages } from '../../core/data/data-notes.js';
import { ConfigError, codeOf, messageOf, UsageError } from '../../core/errors.js';
import { decodeText } from '../yaml/decode-text.js';
import type { Overrides } from '../yaml/overrides.js';
import { type LoadedSweep, parseSweep } from './parse-sweep.js';
import { readAtMost } from './read-at-most.js';
import type { Outside } from './reading.js';

/**
 * Reads and resolves a sweep file. `cacheDir` is where data sets fetched before are looked for;
 * nothing is fetched. `env`: variables that paths in it may name.
 *
 * @throws {UsageError} the file can't be read.
 * @throws {ConfigError} with every mistake in it, by line.
 */
export function loadSweep(
  file: string,
  overrides: Overrides,
  cacheDir: string,
  env: Outside['env'] = {},
): LoadedSweep & Pick<SweepImages, 'contents'> {
  return loadText(readSweepText(file), file, overrides, cacheDir, env);
}

/** The same of a text that is no file's, or was read already. */
export function loadText(
  text: string,
  file: string,
  overrides: Overrides,
  cacheDir: string,
  env: Outside['env'],
): LoadedSweep & Pick<SweepImages, 'contents'> {
  let contents: Contents | null = null;
  const look = (source: string) => {
    contents = datasetFor(source).contents(source, cacheDir);
    return contents;
  };
  const loaded = parseSweep(text, file, overrides, look, { env, lookAtWeights });
  return { ...loaded, contents };
}

/** @throws {UsageError | ConfigError} the file can't be read, or is no UTF-8. */
export function readSweepText(file: string): string {
  const text = decodeText(read(file));
  if (typeof text !== 'string') throw new ConfigError(file, [text]);
  return text;
}

function read(file: string): Uint8Array {
  try {
    return readAtMost(file, MOST_BYTES);
  } catch (error) {
    const why = REASONS.get(codeOf(error)) ?? `it cannot be read (${messageOf(error)})`;
    throw new UsageError(
      `Expected a sweep file at ${file}, but ${why}. \`thaw init\` writes one to start from.`,
    );
  }
}

/** More than `readYaml` takes, in any encoding. */
const MOST_BYTES = 3 << 20;

const REASONS: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
]);
