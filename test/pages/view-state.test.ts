import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metric.js';
import { TRIAL_STATES } from '../../src/core/trial-state.js';
import { readState, type ViewState, writeState } from '../../src/pages/address/view-state.js';

const EMPTY = readState('');
const name = fc.string({ minLength: 1, unit: 'grapheme' });
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const stretch = fc
  .tuple(number, number)
  .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
const brush = fc.oneof(
  stretch,
  fc.record({ values: fc.array(fc.string({ minLength: 1, unit: 'grapheme' })) }),
);
const id = fc.integer({ min: 1, max: 999_999_999 });
const record = <T>(value: fc.Arbitrary<T>) =>
  fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

const state: fc.Arbitrary<ViewState> = fc.record({
  filter: fc.string({ unit: 'grapheme' }),
  states: fc.subarray([...TRIAL_STATES]),
  sort: fc.option(
    fc.record({ column: name.filter((each) => !each.startsWith('-')), descending: fc.boolean() }),
  ),
  group: fc.option(name),
  columns: fc.array(name),
  metric: fc.option(fc.constantFrom(...METRIC_NAMES)),
  top: fc.option(fc.nat({ max: 999_999 })),
  smooth: fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000),
  x: fc.option(name),
  y: fc.option(name),
  log: fc.array(name),
  linear: fc.array(name),
  brush: record(brush),
  zoom: record(stretch.filter(({ low, high }) => low < high)), // a zoom has some length
  chosen: fc.array(id),
  trials: fc.array(id),
});

test('an address gives back all that was set, whatever the names', () => {
  fc.assert(
    fc.property(state, (set) => {
      expect(readState(writeState(set))).toEqual(set);
    }),
  );
});

test('nothing set is no query, and what nobody wrote is left out', () => {
  expect(writeState(EMPTY)).toBe('');
  const strange =
    '?states=finished,asleep&metric=luck&top=-1&smooth=7&chosen=1,x,2&brush=%&zoom=lr:9..1&a=b';
  expect(readState(strange)).toEqual({ ...EMPTY, states: ['finished'], chosen: [1, 2] });
});

test('any text at all is an address that can be read', () => {
  fc.assert(fc.property(fc.string(), (text) => void readState(`?${text}`)));
});

test('reads well where names are plain', () => {
  const brushed = {
    learning_rate: { low: 0.0001, high: 0.1 },
    optimizer: { values: ['sgd', 'adamw'] },
  };
  const set = { brush: brushed, sort: { column: 'value', descending: true }, chosen: [3, 7] };
  const text = '?sort=-value&brush=learning_rate:0.0001..0.1&brush=optimizer=sgd,adamw&chosen=3,7';
  expect(writeState(set)).toBe(text);
});
