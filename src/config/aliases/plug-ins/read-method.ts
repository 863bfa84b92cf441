import { samplerCalled, samplerOptionsCalled } from '../../../dialects/sampler-names.js';
import { squash } from '../../../dialects/squash.js';
import { samplers } from '../../../search/samplers/index.js';
import { asText } from '../../words/as-text.js';
import { type Fields, isFields } from '../given.js';
import type { Rewriting } from '../rewriting.js';
import { readPlugInOptions } from './plug-in-options.js';

/** `method`, and `order` where it says that, under our own names. */
export function readMethod({ method, order }: Fields, rewriting: Rewriting): Fields {
  const { alias, findings } = rewriting;
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
      ...readMethod({ method: rest }, rewriting),
      order: meant,
    };
  }
  const path = isFields(method) ? ['method', 'type'] : ['method'];
  const wrote = isFields(method) ? method.type : method;
  if (typeof wrote !== 'string') return {};
  const type = meantBy(wrote, path, rewriting);
  if (!isFields(method)) return type === wrote ? {} : { method: type };
  const own = Object.hasOwn(samplers, type) ? Object.keys(samplers[type]!.options.shape) : [];
  const read = readPlugInOptions(['method'], own, samplerOptionsCalled, method, rewriting);
  const changed = type !== wrote || Object.keys(read).some((option) => !(option in method));
  return changed ? { method: { ...read, type } } : {};
}

/** Our own name of what a name stands for; itself, if it stands for nothing. */
function meantBy(wrote: string, path: readonly string[], { alias }: Rewriting): string {
  if (Object.hasOwn(samplers, wrote)) return wrote;
  // `optuna.samplers.GPSampler` by its last part.
  const name = wrote.split('.').at(-1)!;
  const same = Object.keys(samplers).find((each) => squash(each) === squash(name));
  const meant = same ? { sampler: same } : samplerCalled(name);
  if (!meant) return wrote;
  alias(path, wrote, meant.sampler, { remark: meant.remark });
  return meant.sampler;
}
