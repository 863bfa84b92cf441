import type { Json } from '../../../../core/json.js';
import { listedValues } from '../../../../core/space.js';
import { marginText } from '../../../insight/metric-words.js';
import { paramValue } from '../../../param-value.js';
import type { AdviceRule } from '../../advice.js';
import { atBest, type Evidence, runOf } from '../../evidence.js';

/** Whether training more layers pays, all else equal. */
export const unfreezing: AdviceRule = {
  name: 'unfreezing',
  source: 'Yosinski et al. 2014, How transferable are features in deep neural networks? (NIPS)',
  advise(evidence) {
    const { space, metric } = evidence.sweep.spec;
    const { effects } = evidence.effects('unfrozen_layers');
    const listed = space.unfrozen_layers && listedValues(space.unfrozen_layers);
    if (!listed || effects.length === 0) return null;
    const best = effects[0]!.better ?? null;
    // From the fewest layers that train to the most.
    const depths = depthsOf(evidence, listed);
    const [deepest, next] = [depths.at(-1), depths.at(-2)];
    const against = (value: Json | undefined) =>
      effects.find(({ worse }) => JSON.stringify(worse) === JSON.stringify(value));
    const rival = against(isSame(best, deepest) ? next : deepest);
    if (!rival || rival.gain.mean <= rival.gain.margin) return null;
    const { mean, margin, n } = rival.gain;
    const figures = { better: best, worse: rival.worse ?? null, gain: mean, margin, pairs: n };
    const [one, other] = [paramValue(best), paramValue(rival.worse)];
    const much = `${marginText(mean, margin, metric.name)}, all else equal${atBest(evidence)} (${n} pairs)`;
    if (isSame(best, deepest)) {
      const deeper = below(best);
      if (deeper === null) return null;
      return {
        title: `Unfreeze more layers than unfrozen_layers ${one}`,
        sentence: `${one}, the deepest that was tried, beats ${other} by ${much}: there may be more to gain further down.`,
        figures,
        strength: 'strong',
        gain: mean / 2,
        changes: [change([best, deeper])],
      };
    }
    const seconds = -rival.seconds;
    const cost = seconds > 0.5 ? ` and takes ${Math.round(seconds)} s less a trial` : '';
    return {
      title: `Unfreeze no more layers than unfrozen_layers ${one}`,
      sentence: `${one} beats ${other} by ${much}${cost}. Deeper layers need lower rates (layer_lr_decay) or more images.`,
      figures: { ...figures, seconds },
      strength: 'strong',
      gain: null,
      changes: [change(depths.slice(0, depths.findIndex((value) => isSame(value, best)) + 1))],
    };
  },
};

function change(values: readonly Json[]) {
  return { path: ['parameters', 'unfrozen_layers'], value: { values } };
}

function depthsOf({ points }: Evidence, values: readonly Json[]): readonly Json[] {
  const first = (value: Json) => {
    const point = points.find(({ params }) => isSame(params.unfrozen_layers, value));
    return point ? (runOf(point).recipe?.training.firstTrained ?? null) : null;
  };
  return values
    .map((value) => ({ value, first: first(value) }))
    .filter((each) => each.first !== null)
    .sort((a, b) => b.first! - a.first!)
    .map(({ value }) => value);
}

/** The next stage further down; null: all of the network trains. `layer3.5` lies in stage 2's way. */
function below(value: Json): Json | null {
  if (typeof value === 'number') return value < 5 ? value + 1 : null;
  const [, stage] = /^layer([1-4])/.exec(String(value)) ?? [];
  return stage === undefined ? null : 5 - Number(stage) + (String(value).includes('.') ? 0 : 1);
}

function isSame(value: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}
