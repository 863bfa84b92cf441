import { describe, expect, test } from 'vitest';
import { allowsFor } from '../../../src/config/allows.js';
import type { Params } from '../../../src/core/space.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { ask } from '../../search/asking.js';
import { parse } from '../parse.js';

const pointsOf = (text: string, count = 10_000): readonly Params[] => {
  const { spec } = parse(text);
  return ask(createSampler(spec, allowsFor(spec)), 0, Math.min(count, spec.runCap ?? count));
};
const warningsOf = (text: string) => parse(text).warnings.map((w) => `${w.path}: ${w.message}`);

describe('when', () => {
  test('leaves a parameter out of the points where it does not hold', () => {
    const points = pointsOf(`
method: grid
parameters:
  momentum: { values: [0.8, 0.9], when: { optimizer: sgd } }
  optimizer: { values: [sgd, { type: adam, eps: 1e-7 }] }
`);
    expect(points).toEqual(
      [
        { optimizer: { type: 'adam', eps: 1e-7 } },
        { momentum: 0.8, optimizer: 'sgd' },
        { momentum: 0.9, optimizer: 'sgd' },
      ].sort((a, b) => Number('momentum' in b) - Number('momentum' in a)),
    );
  });

  test('wants all that it names, any one of the values listed', () => {
    const points = pointsOf(`
method: grid
parameters:
  scheduler: { values: [constant, { type: step, step_size: 2 }, cosine] }
  unfrozen_layers: { values: [0, 1, 2] }
  dropout: { values: [0.1], when: { scheduler: [step, cosine], unfrozen_layers: [1, 2] } }
`);
    expect(points).toHaveLength(9);
    const has = ({ scheduler, unfrozen_layers }: Params) =>
      scheduler !== 'constant' && unfrozen_layers !== 0;
    for (const params of points) expect('dropout' in params).toBe(has(params));
  });

  test('is settled by the default of a parameter that the file leaves out', () => {
    const { spec, warnings } = parse(
      'parameters: { momentum: { values: [0.8], when: { optimizer: sgd, batch_size: [32] } } }',
    );
    expect(spec.space.momentum).toEqual({ kind: 'categorical', values: [0.8] });
    expect(warnings).toEqual([]);
  });

  test('may name things as other tools do', () => {
    const { spec, warnings } = parse(`
parameters:
  optimizer: { values: [sgd, adam] }
  momentum: { values: [0.8], when: { optim: [SGD] } }
`);
    expect(spec.space.momentum).toMatchObject({ when: { optimizer: ['sgd'] } });
    expect(warnings.map(({ message }) => message)).toEqual([
      'optim is read as optimizer',
      expect.stringContaining('SGD is read as sgd'),
    ]);
  });

  test('that holds in no point is told', () => {
    const text = `
method: grid
parameters:
  optimizer: { values: [sgd, adam] }
  momentum: { values: [0.8, 0.9], when: { optimizer: sgd } }
  nesterov: { values: [true], when: { optimizer: adam, momentum: 0.9 } }
`;
    expect(warningsOf(text)).toEqual([
      'parameters.nesterov: in none of the 3 points: its `when` hardly ever holds',
    ]);
  });
});

describe('options of a choice', () => {
  const text = (method: string) =>
    `
method: ${method}
run_cap: 400
epochs: 9
parameters:
  scheduler:
    values:
      - constant
      - { type: step, step_size: { values: [2, 5] }, gamma: { min: 0.1, max: 0.5, distribution: uniform${method === 'grid' ? ', count: 3' : ''} } }
  augmentation:
    values: [none, [{ random_crop: { padding: { values: [2, 4] } } }, horizontal_flip]]
  head: { values: [linear, { type: mlp, width: { min: 64, max: 256 } }] }
`.replace(method === 'grid' ? /.*head:.*\n/ : /^$/, '');

  test('are drawn with it, in all the ways that a parameter is', () => {
    const points = pointsOf(text('random'), 400);
    const steps = points.flatMap(({ scheduler }) => {
      return typeof scheduler === 'object' ? [scheduler as Record<string, number>] : [];
    });
    expect(steps.length).toBeGreaterThan(150);
    expect(new Set(steps.map(({ step_size }) => step_size))).toEqual(new Set([2, 5]));
    expect(steps.every(({ gamma }) => gamma! >= 0.1 && gamma! <= 0.5)).toBe(true);
    const widths = points.flatMap(({ head }) =>
      typeof head === 'object' ? [(head as { width: number }).width] : [],
    );
    expect(widths.every((width) => Number.isInteger(width) && width >= 64 && width <= 256)).toBe(
      true,
    );
    expect(new Set(points.map(({ augmentation }) => JSON.stringify(augmentation)))).toEqual(
      new Set([
        '"none"',
        '[{"random_crop":{"padding":2}},"horizontal_flip"]',
        '[{"random_crop":{"padding":4}},"horizontal_flip"]',
      ]),
    );
  });

  test('are all tried by a grid', () => {
    const points = pointsOf(text('grid'));
    expect(points).toHaveLength((1 + 2 * 3) * 3);
  });

  test('of a single choice are drawn, too', () => {
    const { spec } = parse(
      'method: random\nrun_cap: 3\nparameters: { optimizer: { value: { type: sgd, momentum: { min: 0.5, max: 0.9 } } } }',
    );
    expect(spec.space.optimizer).toMatchObject({
      values: [{ type: 'sgd', momentum: 0.7 }],
      options: [{ momentum: { kind: 'uniform', low: 0.5, high: 0.9 } }],
    });
  });

  test('that a schedule makes nothing of are told, by each of their values', () => {
    expect(
      warningsOf(
        'epochs: 3\nparameters: { scheduler: { values: [{ type: step, step_size: { values: [1, 7] } }] } }',
      ).join(),
    ).toContain('parameters.scheduler.values.0.step_size: step: ');
  });
});

describe('zip', () => {
  test('takes values of several parameters together', () => {
    const points = pointsOf(`
method: grid
zip: [[image_size, batch_size, learning_rate]]
parameters:
  batch_size: { values: [64, 32, 16] }
  dropout: { values: [0, 0.1] }
  image_size: { values: [64, 96, 128] }
  learning_rate: { values: [0.1, 0.05, 0.02] }
`);
    const rows = [
      [64, 64, 0.1],
      [32, 96, 0.05],
      [16, 128, 0.02],
    ] as const;
    expect(points).toEqual(
      rows.flatMap(([batch_size, image_size, learning_rate]) =>
        [0, 0.1].map((dropout) => ({ batch_size, dropout, image_size, learning_rate })),
      ),
    );
    expect(Object.keys(points[0]!)).toEqual([
      'batch_size',
      'dropout',
      'image_size',
      'learning_rate',
    ]);
  });
});

describe('a formula', () => {
  test('is worked out from other parameters, their defaults where the file leaves them out', () => {
    const points = pointsOf(`
method: grid
epochs: 7
parameters:
  learning_rate: 0.01 * batch_size / 256
  batch_size: { values: [64, 128] }
  dropout: { expression: epochs / 20 }
  label_smoothing: 'scheduler == "constant" ? 0.1 : 0'
`);
    expect(points).toEqual([
      { learning_rate: 0.0025, batch_size: 64, dropout: 0.35, label_smoothing: 0.1 },
      { learning_rate: 0.005, batch_size: 128, dropout: 0.35, label_smoothing: 0.1 },
    ]);
  });

  test('takes the default of a parameter that a point does not have', () => {
    const points = pointsOf(`
method: grid
parameters:
  optimizer: { values: [sgd, adam] }
  dropout: { values: [0.5], when: { optimizer: adam } }
  label_smoothing: dropout / 2
`);
    expect(points.map(({ label_smoothing }) => label_smoothing)).toEqual([0, 0.25]);
  });

  test('that no trial could use somewhere is left out there, and told', () => {
    const text = `
method: grid
parameters:
  unfrozen_layers: { values: [0, 1, 2, 3] }
  dropout: unfrozen_layers / 2.5
`;
    expect(pointsOf(text).map(({ unfrozen_layers }) => unfrozen_layers)).toEqual([0, 1, 2]);
    expect(warningsOf(text)).toEqual([
      'parameters: 25 % of the 4 points have values that no trial takes, and are left out, such as {"unfrozen_layers":3,"dropout":1.2}',
    ]);
    expect(parse(text).spec.runCap).toBe(3);
  });
});

describe('constraints', () => {
  test('leave out what they refuse, and a grid counts what is left', () => {
    const text = `
method: grid
constraints: ["unfrozen_layers < 3 or learning_rate <= 0.01"]
parameters:
  unfrozen_layers: { values: [1, 2, 3, 4] }
  learning_rate: { values: [0.001, 0.01, 0.1] }
`;
    const points = pointsOf(text);
    expect(parse(text).spec.runCap).toBe(10);
    expect(points).toHaveLength(10);
    expect(points).not.toContainEqual({ unfrozen_layers: 3, learning_rate: 0.1 });
    const capped = parse(text, { trials: 4 });
    expect(capped.spec.runCap).toBe(4);
    expect(capped.warnings[0]!.message).toContain('4 of the 10 points');
    expect(parse(text, { trials: 40 }).spec.runCap).toBe(10);
  });

  test('make random draw again', () => {
    const text = `
method: random
run_cap: 300
constraints: [learning_rate < dropout / 10, dropout != 0]
parameters:
  learning_rate: { min: 0.001, max: 0.1 }
  dropout: { min: 0.0, max: 0.5 }
`;
    const points = pointsOf(text);
    expect(points).toHaveLength(300);
    for (const { learning_rate, dropout } of points) {
      expect(Number(learning_rate)).toBeLessThan(Number(dropout) / 10);
    }
  });

  test('that need a number which is not there refuse nothing', () => {
    const text = `
method: grid
constraints: [momentum < 0.9]
parameters:
  optimizer: { values: [sgd, adam] }
  momentum: { values: [0.8, 0.9], when: { optimizer: sgd } }
`;
    expect(pointsOf(text)).toEqual([{ optimizer: 'sgd', momentum: 0.8 }, { optimizer: 'adam' }]);
  });

  test('that refuse nothing, or nearly all, are told', () => {
    const text = (constraint: string) => `
method: random
run_cap: 3
constraints: [${constraint}]
parameters: { dropout: { min: 0.0, max: 0.5 } }
`;
    expect(warningsOf(text('dropout < 0.6'))).toEqual([
      'constraints.0: refuses none of 2,000 points drawn',
    ]);
    expect(warningsOf(text('dropout < 0.02'))[0]).toMatch(
      /^constraints.0: refuses 9\d % of 2,000 points drawn$/,
    );
    expect(warningsOf(text('dropout < 0.2'))).toEqual([]);
  });
});

describe('points', () => {
  const text = (points: string) => `
method: random
run_cap: 3
seed: 5
zip: [[batch_size, image_size]]
points: ${points}
parameters:
  epochs: { value: 4 }
  optimizer: { values: [sgd, adam] }
  momentum: { min: 0.5, max: 0.9, when: { optimizer: sgd } }
  batch_size: { values: [16, 32] }
  image_size: { values: [96, 64] }
  learning_rate: 0.01 * batch_size / 32
`;

  test('have what they say, what is worked out, and draws for the rest', () => {
    const { spec, warnings } = parse(
      text('[{ optimizer: adam, image_size: 64 }, { optimizer: sgd, momentum: 0.7 }, {}]'),
    );
    expect(warnings).toEqual([]);
    expect(spec.points[0]).toEqual({
      ...{ epochs: 4, optimizer: 'adam', batch_size: 32, image_size: 64, learning_rate: 0.01 },
    });
    expect(spec.points[1]).toMatchObject({ epochs: 4, optimizer: 'sgd', momentum: 0.7 });
    expect(parse(text('[{}, {}, {}]')).spec.points[2]).toEqual(spec.points[2]);
    expect(
      new Set(parse(text('[{}, {}, {}]')).spec.points.map((p) => JSON.stringify(p))).size,
    ).toBe(3);
  });

  test('count toward run_cap, and come on top of a space that is counted', () => {
    const grid = (points: string) => `
method: grid
constraints: [unfrozen_layers < 3]
points: ${points}
parameters: { unfrozen_layers: { values: [1, 2, 3] } }
`;
    expect(parse(grid('[]')).spec.runCap).toBe(2);
    expect(parse(grid('[{ unfrozen_layers: 0 }]')).spec.runCap).toBe(3);
    expect(parse(grid('[{ unfrozen_layers: 0 }]'), { trials: 2 }).spec.runCap).toBe(2);
  });

  test('may lie outside, which is told', () => {
    const { spec, warnings } = parse(text('[{ optimizer: sgd, momentum: 0.2 }, {batch_size: 64}]'));
    expect(spec.points[0]).toMatchObject({ momentum: 0.2 });
    expect(warnings.map(({ message }) => message)).toEqual([
      'outside of what parameters say (momentum); it is tried all the same',
      'outside of what parameters say; it is tried all the same',
    ]);
  });
});

test('a sweep without any of it reads as ever', () => {
  const { spec } = parse('parameters: { learning_rate: { values: [0.1] } }');
  expect(spec).toMatchObject({ constraints: [], points: [], runCap: null });
  expect(spec.space).toEqual({ learning_rate: { kind: 'categorical', values: [0.1] } });
});
