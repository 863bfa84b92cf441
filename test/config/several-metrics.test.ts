import { expect, test } from 'vitest';
import { parse } from './parse.js';

const file = (method: string, metrics: string) =>
  `method: ${method}\nrun_cap: 9\nmetrics: ${metrics}\nparameters: { dropout: { min: 0.0, max: 0.5 } }\n`;

const notes = (method: string, metrics: string) =>
  parse(file(method, metrics)).warnings.map(({ message }) => message);

test('a sampler that sees but one of several metrics says so, and which see all', () => {
  const both = '[val_accuracy, training_seconds]';
  expect(notes('gp', both)).toEqual([
    'gp looks for the best val_accuracy alone: expected tpe or nsga2 to look for all of val_accuracy, training_seconds',
  ]);
  expect(notes('tpe', both)).toEqual([]);
  expect(notes('random', both)).toEqual([]);
  // What is only bounded is no aim.
  expect(notes('gp', '[val_accuracy, { name: training_seconds, max: 10m }]')).toEqual([]);
});

test('one that is made for several says so where there is one', () => {
  expect(notes('nsga2', '[val_accuracy]')).toEqual([
    'nsga2 is made for several metrics; for one, tpe and gp need fewer trials',
  ]);
});
