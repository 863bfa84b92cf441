import { count } from '../../../../core/words/numbers.js';
import type { AdviceRule } from '../../advice.js';
import { varies } from '../../evidence.js';

/** Too few points for so many parameters: what looks best is mostly luck. */
export const fewPoints: AdviceRule = {
  name: 'few_points',
  source: 'Bergstra & Bengio 2012, Random Search for Hyper-Parameter Optimization (JMLR)',
  advise(evidence) {
    const { points, counts, trials, sweep } = evidence;
    const { space, method, runCap } = sweep.spec;
    const names = Object.keys(space).filter((name) => varies(evidence, name));
    const needed = Math.max(20, 10 * names.length);
    const waiting = counts.queued + counts.running;
    if (points.length >= needed / 2 || waiting > 0 || names.length === 0) return null;
    const grid = method.type === 'grid' && runCap === null;
    return {
      title: `Try more points: ${needed} instead of ${points.length}`,
      sentence: `${count(points.length, 'finished point')} differ in ${count(names.length, 'parameter')} (${names.join(', ')}); about ten a parameter are needed before the best of them is more than luck.`,
      figures: { points: points.length, parameters: names.length, needed },
      strength: 'moderate',
      gain: null,
      changes: grid ? [] : [{ path: ['run_cap'], value: Math.max(needed, trials.length * 2) }],
    };
  },
};
