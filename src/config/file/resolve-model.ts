import { dirname, resolve } from 'node:path';
import { weightsSources } from '../../assets/weights/index.js';
import type { ModelSpec } from '../../core/sweep.js';
import { notOneOf } from '../words/explain.js';
import type { FileReading, Keys } from './reading.js';
import { spelledOut, spellings } from './spellings.js';

/** The network and where its weights come from; undefined after noting what is wrong. */
export function resolveModel(
  { architecture, weights }: NonNullable<Keys['model']>,
  { file, findings }: FileReading,
): ModelSpec | undefined {
  const source = weightsSources.find(({ type, matches }) => type === weights && matches(type));
  if (source) {
    if (source.architecture === null || source.architecture === architecture) {
      return { architecture, weights };
    }
    const others = spelledOut(weightsSources.filter((other) => other.architecture === null));
    findings.error(
      ['model', 'weights'],
      `${weights} holds a ${source.architecture}, and model.architecture is ${architecture}: expected ${others} of a ${architecture}`,
    );
    return undefined;
  }
  const path = resolve(dirname(file), weights);
  if (weightsSources.some(({ matches }) => matches(path))) return { architecture, weights: path };
  findings.error(['model', 'weights'], notOneOf(spellings(weightsSources), weights));
  return undefined;
}
