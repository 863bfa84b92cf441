import { expect, test } from 'vitest';
import { mistakes, parse } from './parse.js';

const with_ = (text: string) => `parameters: { learning_rate: { values: [0.1, 0.2] } }\n${text}\n`;

test('repeats says how often each point is trained, or only the best of them', () => {
  expect(parse(with_('')).spec.repeats).toEqual({ n: 1, top: null });
  expect(parse(with_('repeats: 3')).spec.repeats).toEqual({ n: 3, top: null });
  expect(parse(with_('repeats: { top: 5, n: 3 }')).spec.repeats).toEqual({ n: 3, top: 5 });
});

test.each([
  ['repeats: 0', 'repeats'],
  ['repeats: { top: 5 }', 'repeats.n'],
  ['repeats: { top: 5, n: 1 }', 'repeats.n'],
  ['repeats: many', 'repeats'],
])('%s is a mistake, and where it is', (text, path) => {
  expect(mistakes(with_(text)).map((mistake) => mistake.path)).toEqual([path]);
});

test('repeats beside the parameter that repeats is refused: runs are counted in one place', () => {
  const both = 'parameters: { replicate: { values: [0, 1] } }\nrepeats: 2\n';
  expect(mistakes(both)).toMatchObject([{ path: 'repeats', line: 2 }]);
  expect(mistakes(both)[0]!.message).toContain('expected one of the two');
  expect(parse(both.replace('repeats: 2', 'repeats: 1')).warnings).toEqual([]);
  // W&B's way to say it is read as that parameter.
  const seeds = 'parameters: { seed: { values: [0, 1] } }\nrepeats: 2\n';
  expect(mistakes(seeds)).toMatchObject([{ path: 'repeats' }]);
});

test('what only samplers that learn look at is said to do nothing for others', () => {
  const { spec, warnings } = parse(with_('sharing: ignore\nwarm_start: 3'));
  expect(spec).toMatchObject({ sharing: 'ignore', warmStart: { sweep: '3', points: [] } });
  expect(warnings).toMatchObject([
    { path: 'sharing', message: 'does nothing here: grid does not learn from trials' },
    { path: 'warm_start', message: 'does nothing here: grid does not learn from trials' },
  ]);
});
