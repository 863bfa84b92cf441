import { describe, expect, test } from 'vitest';
import { mistakes, parse } from './parse.js';

const FILE = `method: grid
epochs: 3
data: { train: 1000, val: 400 }
augmentations:
  mine:
    - random_crop: { padding: 2 }
parameters:
  learning_rate: { values: [0.1, 0.01] }
  augmentation: { value: mine }
`;
const spec = (...set: readonly string[]) => parse(FILE, { set }).spec;

describe('--set', () => {
  test('changes a key, deep or not, and adds one that is not there', () => {
    const changed = spec('epochs=2', 'data.train=200', 'model.weights=random', 'budget.wall=1h30m');
    expect(changed.defaults.epochs).toBe(2);
    expect(changed.data).toMatchObject({ train: 200, val: 400 });
    expect(changed.model.weights).toBe('random');
    expect(changed.budget.wallMs).toBe(5_400_000);
  });

  test('takes YAML', () => {
    const { space } = spec('parameters.scheduler.values=[cosine, { type: step, step_size: 1 }]');
    expect(space.scheduler).toEqual({
      kind: 'categorical',
      values: ['cosine', { type: 'step', step_size: 1 }],
    });
  });

  test('fixes a parameter that the file searches', () => {
    const { space } = spec('parameters.learning_rate.value=0.5');
    expect(space.learning_rate).toEqual({ kind: 'constant', value: 0.5 });
  });

  test('reaches into lists', () => {
    const { augmentations } = spec('augmentations.mine.0.random_crop.padding=7');
    expect(augmentations.mine).toEqual([{ type: 'random_crop', padding: 7 }]);
  });

  test('takes a value with a number sign whole, as a shell gives it', () => {
    expect(spec('name=run #3').name).toBe('run #3');
    expect(spec('name=# all of it').name).toBe('# all of it');
    expect(spec('name=a#b').name).toBe('a#b');
    expect(() => spec('epochs=3 # three')).toThrow(/expected a number, got the text "3 # three"/);
  });

  test('wins over another name of the same thing in the file', () => {
    const text = 'parameters: { lr: { values: [0.1] }, seed: { value: 4 } }';
    const set = ['parameters.learning_rate.value=0.5'];
    const { space, seed } = parse(text, { set, seed: 7 }).spec;
    expect([space.learning_rate, seed]).toEqual([{ kind: 'constant', value: 0.5 }, 7]);
    expect(parse(text, { set: ['parameters.lr.value=0.5'] }).spec.space.learning_rate).toEqual({
      kind: 'constant',
      value: 0.5,
    });
  });

  test('names each key once where there is none of that name', () => {
    const [issue] = mistakes(FILE, { set: ['nokey=1'] });
    const keys = issue!.message.match(/\bepochs\b/g);
    expect(keys).toHaveLength(1);
  });

  test('keeps the difference of 1 and 1.0', () => {
    const wide = (value: string) => parse(FILE, { set: [`data.train=${value}`, 'data.val=1'] });
    expect(() => wide('1.0')).toThrow(/50000 to train on/);
    expect(() => wide('1')).toThrow(/one for each class/);
  });

  test.each([
    ['epoch=2', /epoch: unknown key "epoch"; did you mean "epochs"\? \(from --set epoch=2\)/],
    ['epochs=two', /expected a number, got the text "two" \(from --set epochs=two\)/],
    ['epochs', /expected key=value \(from --set epochs\)/],
    ['epochs=[1', /not YAML.*\(from --set epochs=\[1\)/],
    ['.epochs=1', /expected a dotted key/],
    ['epochs.more=1', /expected a map at epochs/],
    ['augmentations.mine.first=1', /place in the list from 0 to 1, got first/],
    [`epochs=${'['.repeat(50_000)}`, /nested too deeply/],
  ])('%s is told with its flag', (set, message) => {
    const [issue] = mistakes(FILE, { set: [set] });
    expect(`${issue!.path}: ${issue!.message}`).toMatch(message);
    expect(issue!.line).toBeUndefined();
  });
});

test('flags of their own set the keys they stand for', () => {
  const { spec } = parse(FILE, { trials: 7, seed: 3, name: 'n', backend: 'wasm', workers: 2 });
  expect(spec).toMatchObject({ runCap: 7, seed: 3, name: 'n', backend: 'wasm', workers: 2 });
  expect(mistakes(FILE, { trials: 0 })[0]!.message).toMatch(
    /at least 1, got 0 \(from --trials 0\)/,
  );
  expect(mistakes(FILE, { backend: 'wasn' })[0]!.message).toMatch(/did you mean "wasm"/);
});
