import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterProblem } from '../../src/pages/filter/filter-problems.js';
import { askableNames } from '../../src/pages/filter/meant-name.js';
import { parseFilter, type Subject } from '../../src/pages/filter/parse-filter.js';

function subject(params: Subject['params'], change: Partial<Subject> = {}): Subject {
  return {
    ...{ trial: 7, number: 3, state: 'finished', value: 0.5, values: { val_loss: 1.5 }, epoch: 2 },
    ...{ epochs: 3, seconds: 9, params },
    ...change,
  };
}

const sgd = subject({ lr: 0.01, optimizer: 'SGD', scheduler: { type: 'step', gamma: 0.3 } });
const adamw = subject(
  { lr: 0.001, optimizer: 'adamw', '<img src=x>': 'two words' },
  { value: null },
);

test.each([
  ['', [true, true]],
  ['lr<0.01', [false, true]],
  ['lr<=0.01', [true, true]],
  ['lr>=1e-2', [true, false]],
  ['lr=0.010', [true, false]],
  ['lr!=0.01', [false, true]],
  ['lr==0.01', [true, false]],
  ['lr < 0.01 optimizer = adamw', [false, true]],
  ['"<img src=x>" = "two words" lr<1', [false, true]],
  ['optimizer=sgd', [true, false]],
  ['optimizer:adam', [false, true]],
  ['scheduler=step', [true, false]],
  ['scheduler=st', [false, false]],
  ['val_accuracy>0.4', [true, false]],
  ['val_loss<2', [true, true]],
  ['state=finished trial=7', [true, true]],
  ['adamw', [false, true]],
  ['"two words"', [false, true]],
  ['"<img src=x>"="two words"', [false, true]],
  ['adamw lr>1', [false, false]],
])('%s', (text, expected) => {
  const fits = parseFilter(text, 'val_accuracy');
  expect([fits(sgd), fits(adamw)]).toEqual(expected);
});

test('names may be cut short or be initials, if one is meant', () => {
  const trials = [
    subject({ learning_rate: 0.01, optimizer: 'sgd', unfrozen_layers: 1 }),
    subject({ learning_rate: 0.1, optimizer: 'adamw', momentum: 0.9 }),
  ];
  const names = askableNames(trials, 'val_accuracy');
  const kept = (text: string) => trials.map(parseFilter(text, 'val_accuracy', names));
  expect(kept('lr<0.05')).toEqual([true, false]);
  expect(kept('opt=adamw')).toEqual([false, true]);
  expect(kept('Unfrozen>=1')).toEqual([true, false]);
  expect(kept('epoch=2')).toEqual([true, true]);
  expect(kept('val<2')).toEqual([false, false]);
});

test.each([
  ['', null],
  ['lr<0.01 optimizer=adamw "a word"', null],
  ['adam', null],
  ['foo=1', 'No parameter, metric or column is named "foo"'],
  ['optimzer=sgd', 'No parameter, metric or column is named "optimzer"; did you mean "optimizer"?'],
  ['lr<', '"lr<" does not say what to compare with'],
  ['lr<abc', '"lr<abc" compares with "abc", which is no number'],
  ['lr<<3', '"lr<<3" compares with "<3", which is no number'],
])('of %s is told what cannot be read', (text, expected) => {
  expect(filterProblem(text, 'val_accuracy', [sgd, adamw])).toBe(expected);
});

test('what a trial does not have is neither below nor above, and unequal to all', () => {
  for (const operator of ['<', '<=', '>', '>=', '=']) {
    expect(parseFilter(`momentum${operator}0`, 'val_accuracy')(sgd)).toBe(false);
  }
  expect(parseFilter('momentum!=0', 'val_accuracy')(sgd)).toBe(true);
});

test('names that every object has are no parameters', () => {
  expect(parseFilter('constructor!=x toString!=x', 'val_accuracy')(sgd)).toBe(true);
  expect(parseFilter('constructor:function', 'val_accuracy')(sgd)).toBe(false);
});

test('nothing that is typed breaks it', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseFilter(text, 'val_loss')(adamw)));
});
