import { type LoadedSweep, parseSweep } from '../../src/config/file/parse-sweep.js';
import type { Overrides } from '../../src/config/yaml/overrides.js';
import { evenContents } from '../../src/core/data/contents.js';
import { ConfigError, type Issue } from '../../src/core/errors.js';

/** CIFAR-10's counts, whatever is asked for. */
const available = () => evenContents([...'abcdefghij'], { train: 50_000, test: 10_000 });

export function parse(text: string, overrides: Partial<Overrides> = {}): LoadedSweep {
  return parseSweep(text, '/sweeps/my.yaml', { set: [], ...overrides }, available);
}

/** The mistakes of a file that has some. */
export function mistakes(text: string, overrides: Partial<Overrides> = {}): readonly Issue[] {
  try {
    parse(text, overrides);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

/** One parameter's mistakes as `line path: message`, its entry given in flow style. */
export function mistakesOf(parameter: string, entry: string, method = 'random'): readonly string[] {
  const text = `method: ${method}\nrun_cap: 4\nparameters:\n  ${parameter}: ${entry}\n`;
  return mistakes(text).map(({ path, message }) => `${path}: ${message}`);
}
