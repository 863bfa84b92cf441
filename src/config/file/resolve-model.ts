import { dirname, resolve } from 'node:path';
import { weightsSources } from '../../assets/weights/index.js';
import type { ModelSpec } from '../../core/sweep.js';
import { notOneOf } from '../words/explain.js';
import type { FileReading, Keys } from './reading.js';

/** The network and where its weights come from; undefined after noting what is wrong. */
export function resolveModel(
  { architecture, weights }: NonNullable<Keys['model']>,
  { file, findings }: FileReading,
): ModelSpec | undefined {
  const named = weightsSources.map(({ type }) => type);
  if (weightsSources.some(({ type, matches }) => type === weights && matches(type))) {
    return { architecture, weights };
  }
  const path = resolve(dirname(file), weights);
  if (weightsSources.some(({ matches }) => matches(path))) return { architecture, weights: path };
  const names = named.filter((name) => name !== 'safetensors');
  findings.error(['model', 'weights'], notOneOf([...names, 'a .safetensors file'], weights));
  return undefined;
}
