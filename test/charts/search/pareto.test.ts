import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChartOptions } from '../../../src/charts/chart.js';
import { pareto } from '../../../src/charts/kinds/search/pareto.js';
import type { Goal } from '../../../src/core/metric.js';
import type { ParetoDocument } from '../../../src/results/documents/insight/pareto.js';
import { documentsOf } from '../documents.js';
import { marksOf } from '../marks-of.js';

const DOCUMENTS = documentsOf({ trials: 12, states: ['finished'] });

function draw(change: Partial<ParetoDocument> = {}, options: ChartOptions = {}) {
  const document = { ...DOCUMENTS.pareto, ...change };
  return pareto.draw({ ...DOCUMENTS, pareto: document }, options, pareto.frame);
}

function stairs(scene: ReturnType<typeof draw>) {
  return marksOf(scene, 'line').find(({ stepped }) => stepped);
}

describe('the Pareto front', () => {
  test('has the first objective up and the second along, costs on a logarithmic axis', () => {
    const [area] = draw().areas;
    expect([area!.y?.name, area!.x?.name, area!.x?.kind]).toEqual([
      'val_accuracy',
      'training_seconds',
      'log',
    ]);
    expect(draw({}, { linear: ['training_seconds'] }).areas[0]!.x?.kind).toBe('linear');
    const turned = draw({}, { x: 'val_accuracy' }).areas[0]!;
    expect([turned.y?.name, turned.x?.name]).toEqual(['training_seconds', 'val_accuracy']);
  });

  test('draws what is on it as diamonds, and outside of bounds hollow', () => {
    const trials = DOCUMENTS.pareto.trials.map((trial, k) => ({ ...trial, feasible: k !== 1 }));
    const scene = draw({ trials });
    const dots = marksOf(scene, 'dot').filter(({ trial }) => trial !== undefined);
    const front = trials.filter((trial) => trial.front).map(({ trial }) => trial);
    const diamonds = dots.filter(({ shape }) => shape === 'diamond').map(({ trial }) => trial);
    expect(diamonds.sort()).toEqual(front);
    expect(dots.filter(({ hollow }) => hollow).map(({ trial }) => trial)).toEqual([
      trials[1]!.trial,
    ]);
    expect(scene.summary).toContain('1 trial outside bounds');
  });

  test('steps around what is beaten, whichever way is better', () => {
    const goals = fc.constantFrom<Goal>('maximize', 'minimize');
    const values = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
      {
        minLength: 2,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(goals, goals, values, (xGoal, yGoal, points) => {
        const beats = (a: number, b: number, goal: Goal) => (goal === 'maximize' ? a >= b : a <= b);
        const trials = points.map(([x, y], k) => {
          const isBeaten = points.some(
            ([a, b]) => beats(a, x, xGoal) && beats(b, y, yGoal) && (a !== x || b !== y),
          );
          const own = DOCUMENTS.pareto.trials[k]!;
          return { ...own, front: !isBeaten, values: { val_loss: y, training_seconds: x } };
        });
        const scene = draw({
          objectives: [
            { name: 'val_loss', goal: yGoal },
            { name: 'training_seconds', goal: xGoal },
          ],
          trials,
        });
        const line = stairs(scene);
        if (!line) return;
        // Between two of the front no corner is better than both: each keeps its y while x gets worse.
        const dots = new Map(
          marksOf(scene, 'dot').flatMap(({ trial, place }) =>
            trial ? [[trial, place] as const] : [],
          ),
        );
        const sign = xGoal === 'minimize' ? 1 : -1;
        for (const [k, place] of line.places.entries()) {
          const next = line.places[k + 1];
          if (place && next) expect(sign * (next[0] - place[0])).toBeGreaterThanOrEqual(0);
          expect([...dots.values()]).toContainEqual(place);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of more than two objectives is not joined, and says that two are shown', () => {
    const objectives = [
      ...DOCUMENTS.pareto.objectives,
      { name: 'val_loss', goal: 'minimize' } as const,
    ];
    const scene = draw({ objectives });
    expect(stairs(scene)).toBeUndefined();
    expect(scene.summary).toContain('of which two are shown');
  });

  test('takes two objectives', () => {
    expect(draw({ objectives: DOCUMENTS.pareto.objectives.slice(0, 1) }).summary).toContain(
      'A front takes two objectives',
    );
  });

  test('marks the bounds that trials must keep to', () => {
    const [first, second] = DOCUMENTS.pareto.objectives;
    const scene = draw({ objectives: [{ ...first!, min: 0.4 }, second!] });
    const dashed = marksOf(scene, 'line').filter(({ dash, color }) => dash && color === 'bad');
    expect(dashed).toHaveLength(1);
  });
});
