import type { TrialEnd, TrialTask } from '../../core/trial.js';
import { byteText } from '../../core/words/byte-text.js';
import { priceTrial } from '../../plan/price-trial.js';
import { groupWork } from '../../plan/split-group.js';
import type { SweepParts } from '../sweep-parts.js';
import { classOf } from './error-class.js';

/**
 * Gives the end of a trial that ran out of memory with what its cohort needs by the plan, priced at
 * most once, and what a worker has; any other end as it is.
 */
export function memoryNumbers(
  cohort: readonly Pick<TrialTask, 'recipe'>[],
  { queue: { limits }, backward }: Pick<SweepParts, 'queue' | 'backward'>,
): (end: TrialEnd) => TrialEnd {
  let bytes: number | undefined;

  return (end) => {
    const { error } = end;
    if (!error || classOf(error) !== 'memory' || cohort.length === 0) return end;
    bytes ??= groupWork(
      cohort.map(({ recipe }) => ({ price: priceTrial(recipe, backward) })),
    ).bytes;
    const who = cohort.length === 1 ? 'alone' : `with ${cohort.length} trials together`;
    const has = Number.isFinite(limits.bytes)
      ? `, and a worker may take ${byteText(limits.bytes)}`
      : '';
    const message = `out of memory ${who}: that needs about ${byteText(bytes)} by the plan${has}; a smaller batch_size or image_size, or fewer unfrozen_layers, needs less (${error.message})`;
    return { ...end, error: { ...error, message } };
  };
}
