import { ThawError } from '../../core/errors.js';
import { expandPath } from '../../machine/expand-path.js';
import type { FileReading, Keys } from './reading.js';

/** The keys with `~` and variables in their paths replaced; undefined where one is not known. */
export function expandPaths(keys: Keys, { findings, env }: FileReading): Keys {
  const expand = (at: readonly [string, string], path: string): string | undefined => {
    try {
      return expandPath(path, env);
    } catch (error) {
      if (!(error instanceof ThawError)) throw error;
      findings.error(at, error.message);
      return undefined;
    }
  };
  const { data, model } = keys;
  const source = data && expand(['data', 'source'], data.source);
  const weights = model && expand(['model', 'weights'], model.weights);
  return {
    ...keys,
    data: data && source !== undefined ? { ...data, source } : undefined,
    model: model && weights !== undefined ? { ...model, weights } : undefined,
  };
}
