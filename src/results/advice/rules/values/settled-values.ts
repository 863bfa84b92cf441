import { listedValues } from '../../../../core/space.js';
import { marginText } from '../../../insight/metric-words.js';
import { paramValue } from '../../../param-value.js';
import type { AdviceRule } from '../../advice.js';
import { atBest, varies } from '../../evidence.js';

/** Values that others clearly beat, all else equal, are not worth more trials. */
export const settledValues: AdviceRule = {
  name: 'settled_values',
  source: 'Birattari et al. 2002, A Racing Algorithm for Configuring Metaheuristics (GECCO)',
  advise(evidence) {
    const { space, metric } = evidence.sweep.spec;
    const found = Object.keys(space)
      .filter((name) => !OTHERS_RULES.includes(name) && varies(evidence, name))
      .flatMap((name) => {
        const listed = listedValues(space[name]!);
        if (!listed || space[name]!.zip !== undefined) return [];
        const { effects } = evidence.effects(name);
        const beaten = effects.filter(({ gain }) => gain.mean > gain.margin);
        if (beaten.length === 0) return [];
        const lost = beaten.map(({ worse }) => JSON.stringify(worse));
        const values = listed.filter((value) => !lost.includes(JSON.stringify(value)));
        return values.length < listed.length && values.length > 0
          ? [{ name, beaten, values, listed }]
          : [];
      });
    if (found.length === 0) return null;
    const parts = found.map(({ name, beaten }) => {
      const worst = beaten.at(-1)!;
      const much = marginText(worst.gain.mean, worst.gain.margin, metric.name);
      return `${name} ${paramValue(worst.better)} beats ${paramValue(worst.worse)} by ${much} (${worst.gain.n} pairs)`;
    });
    const left = found.reduce(
      (share, each) => share * (each.values.length / each.listed.length),
      1,
    );
    const names = found.map(({ name, beaten }) => {
      return `${name} ${beaten.map(({ worse }) => paramValue(worse)).join(', ')}`;
    });
    return {
      title: `Spend no more trials on ${names.join('; ')}`,
      sentence: `All else equal${atBest(evidence)}, ${parts.join('; ')}. What is left takes ${Math.round(100 * left)} % of the trials.`,
      figures: {
        beaten: found.map(({ name, beaten }) => ({
          parameter: name,
          values: beaten.map(({ worse }) => worse ?? null),
        })),
        share_left: left,
      },
      strength: 'strong',
      gain: null,
      changes: found.map(({ name, values }) => ({ path: ['parameters', name], value: { values } })),
    };
  },
};

/** What other rules look at. */
const OTHERS_RULES: readonly string[] = [
  'unfrozen_layers',
  'augmentation',
  'learning_rate',
  'replicate',
];
