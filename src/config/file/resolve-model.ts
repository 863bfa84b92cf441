import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { weightsSources } from '../../assets/weights/index.js';
import { ThawError } from '../../core/errors.js';
import type { ModelSpec } from '../../core/sweep.js';
import { notOneOf } from '../words/explain.js';
import type { FileReading, Keys } from './reading.js';
import { spelledOut, spellings } from './spellings.js';

/** The network and where its weights come from; undefined after noting what is wrong. */
export function resolveModel(
  { architecture, weights, prefix }: NonNullable<Keys['model']>,
  { file, findings, lookAtWeights }: FileReading,
): ModelSpec | undefined {
  const fail = (message: string) => findings.error(['model', 'weights'], message);
  const source = weightsSources.find(({ type, matches }) => type === weights && matches(type));
  if (source) {
    if (typeof prefix === 'string') {
      const message = `is for a file that holds several networks, which ${weights} is not; it is ignored`;
      findings.warn(['model', 'prefix'], message);
    }
    if (source.architecture === null || source.architecture === architecture) {
      return { architecture, weights };
    }
    const others = spelledOut(weightsSources.filter((other) => other.architecture === null));
    return void fail(
      `${weights} holds a ${source.architecture}, and model.architecture is ${architecture}: expected ${others} of a ${architecture}`,
    );
  }
  const path = resolve(dirname(file), weights);
  if (!weightsSources.some(({ matches }) => matches(path))) {
    const kinds = spellings(weightsSources);
    return void fail(`${notOneOf(kinds, weights)}${instead(path)}`);
  }
  const model = { architecture, weights: path, ...(typeof prefix === 'string' ? { prefix } : {}) };
  try {
    lookAtWeights(model);
  } catch (error) {
    if (!(error instanceof ThawError)) throw error;
    const [message = '', ...lines] = error.message.split('\n');
    findings.error(['model', 'weights'], message, 'value', lines);
    return undefined;
  }
  return model;
}

/** What is there, where a path names something else than weights. */
function instead(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return '';
  return stat.isDirectory()
    ? '; there is a folder of that name: name the .safetensors file in it'
    : '; there is a file of that name, but its ending is that of no format of weights';
}
