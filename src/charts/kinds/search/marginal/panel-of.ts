import { panelMarks } from '../../../parts/panels/panel-marks.js';
import type { Panel } from '../../../parts/panels/place-panels.js';
import { whisker } from '../../../parts/rows/whisker.js';
import type { Mark, Place } from '../../../scene.js';
import type { Marginal } from './marginal-of.js';

/** What is expected along one parameter: a line in its interval, or a dot for each category. */
export function marginalMarks({ name, points }: Marginal, panel: Panel): readonly Mark[] {
  const { x, y, area } = panel;
  const placed = points.flatMap((point) => {
    const [at, mean] = [x.place(point.value), y.clamped(point.mean)];
    const [low, high] = [y.clamped(point.low), y.clamped(point.high)];
    if (at === null || mean === null || low === null || high === null) return [];
    return [{ at, mean, low, high }];
  });
  const dots = placed.map(({ at, mean }): Mark => {
    return { kind: 'dot', place: [at, mean], color: 'accent', radius: 3 };
  });
  const named = panelMarks(panel, { name });
  if (area.x.kind === 'category') {
    const upright = placed.map(({ at, low, high }): Mark => {
      const { places, ...looks } = whisker(low, high, at, 'accent');
      return {
        ...looks,
        places: places.map((place): Place | null => place && [place[1], place[0]]),
      };
    });
    return [...named, ...upright, ...dots];
  }
  const upper = placed.map(({ at, high }): Place => [at, high]);
  const lower = placed.map(({ at, low }): Place => [at, low]);
  const line = placed.map(({ at, mean }): Place => [at, mean]);
  return [
    ...named,
    { kind: 'area', places: [...upper, ...lower.toReversed()], color: 'accent', opacity: 0.18 },
    { kind: 'line', places: line, color: 'accent', width: 2 },
    ...(placed.length <= 12 ? dots : []),
  ];
}
