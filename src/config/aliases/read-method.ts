import { squash } from '../../dialects/squash.js';
import { samplers } from '../../search/samplers/index.js';
import { asText } from '../words/as-text.js';
import { type Fields, isFields } from './given.js';
import type { Rewriting } from './rewriting.js';

/** `method`, and `order` where it says that, under our own names. */
export function readMethod({ method, order }: Fields, { alias, findings }: Rewriting): Fields {
  if (isFields(method) && 'shuffle' in method) {
    const { shuffle, ...rest } = method;
    const path = ['method', 'shuffle'];
    if (typeof shuffle !== 'boolean') {
      findings.error(path, `expected true or false, got ${JSON.stringify(shuffle)}`);
      return { method: rest };
    }
    const meant = shuffle ? 'shuffled' : 'declared';
    if (order != null && order !== meant) {
      findings.error(path, `order is ${asText(order)}: remove one of the two`, 'key');
    }
    alias(path, `shuffle: ${shuffle}`, `order: ${meant}`, { at: 'key' });
    return {
      method: rest,
      ...readMethod({ method: rest }, { alias, findings } as Rewriting),
      order: meant,
    };
  }
  const type = isFields(method) ? method.type : method;
  const path = isFields(method) ? ['method', 'type'] : ['method'];
  if (typeof type !== 'string' || Object.hasOwn(samplers, type)) return {};
  const meant =
    Object.keys(samplers).find((name) => squash(name) === squash(type)) ??
    (MODEL_BASED.includes(squash(type)) ? 'tpe' : undefined);
  if (meant === undefined) return {};
  alias(path, type, meant);
  return { method: isFields(method) ? { ...method, type: meant } : meant };
}

/** Samplers that learn from earlier trials, as they are called elsewhere. */
const MODEL_BASED = ['bayes', 'bayesian', 'bohb', 'gp', 'hyperopt', 'optuna'];
