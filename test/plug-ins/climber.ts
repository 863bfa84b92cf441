import { z } from 'zod';
import { rngFor } from '../../src/core/random.js';
import type { Params } from '../../src/core/space.js';
import { defineSampler } from '../../src/search/sampler.js';
import type { Study, StudyTrial } from '../../src/search/study.js';

/** A sampler that learns, as small as they come: near the best trial so far, in the unit cube. */
export const climber = defineSampler({
  type: 'climber',
  summary: 'near the best so far',
  options: z.strictObject({ reach: z.number().gt(0).default(0.2) }),
  looks: true,
  size: () => null,
  create({ coordinates, seed, options, allows }) {
    function draw(number: number, attempt: number, best: StudyTrial | undefined): Params {
      const from = best && coordinates.placeOf(best.params);
      const place = coordinates.all.map(({ name }, i) => {
        const u = rngFor('climber', seed, number, attempt, name)();
        const near = from?.[i];
        const moved = near == null ? u : near + (u - 0.5) * options.reach;
        return Math.min(Math.max(moved, 0), 1 - 2 ** -53);
      });
      return coordinates.paramsAt(place);
    }

    return {
      suggest({ first, count, study }) {
        const best = bestOf(study);
        return Array.from({ length: count }, (_, place) => {
          for (let attempt = 0; ; attempt += 1) {
            const params = draw(first + place, attempt, best);
            if (allows(params)) return params;
          }
        });
      },
    };
  },
});

function bestOf({ trials }: Study): StudyTrial | undefined {
  const loss = ({ losses }: StudyTrial) => Math.min(...losses);
  return trials
    .filter(({ losses }) => losses.some(Number.isFinite))
    .reduce<StudyTrial | undefined>(
      (best, trial) => (best === undefined || loss(trial) < loss(best) ? trial : best),
      undefined,
    );
}
