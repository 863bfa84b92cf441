import { describe, expect, test } from 'vitest';
import { shortName } from '../../src/cli/text/param-columns.js';
import { readOlderSweep } from '../../src/config/legacy/read-older-sweep.js';
import { StoreError, UsageError } from '../../src/core/errors.js';
import { networkCalled } from '../../src/networks/index.js';
import { thaw } from '../cli/fake-context.js';
import { mistakes } from '../config/parse.js';

// What fuzzing found, as small as it comes. Of the tarball that went on after its end:
// test/assets/fetch/tarball.test.ts.
describe('inputs over which a parser broke once', () => {
  test('parameters that are a text', () => {
    const told = mistakes('parameters: s\n').map(({ path, message }) => `${path}: ${message}`);
    expect(told.join('\n')).toContain('parameters: expected');
  });

  test('a key of --set with thousands of parts', () => {
    const key = Array.from({ length: 5000 }, () => 'data').join('.');
    const [told] = mistakes('parameters: { learning_rate: { value: 1 } }', { set: [`${key}=1`] });
    expect(told?.message).toContain('nested too deeply');
  });

  test('a command after the end of all flags', async () => {
    const { code, stderr } = await thaw('-- run sweeps/x.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('Name a command');
  });

  test('maps with a key toString, wherever a word is expected', () => {
    const map = '{ toString: x }';
    for (const text of [
      `command: [${map}]\nparameters: { lr: { value: 1 } }`,
      `parameters: { scheduler: { value: { type: ${map} } } }`,
      `parameters: { optimizer: { value: ${map} }, gamma: { value: 0.1 } }`,
      `parameters: { model: { value: ${map} } }`,
      `parameters: { workers: { value: ${map} }, seed: { value: ${map} } }`,
      `parameters: { pretrained: { value: ${map} }, amp: { value: ${map} } }`,
      `parameters: { augmentation: { values: [${map}, [${map}]] } }`,
      `order: ${map}\nmethod: { type: grid, shuffle: true }\nparameters: { lr: { value: 1 } }`,
      `metric: { name: ${map}, goal: ${map} }\nmethod: ${map}\nearly_terminate: { type: ${map} }`,
    ]) {
      expect(() => mistakes(text), text).not.toThrow(TypeError);
    }
  });

  test('a word of which only its end is a flag', async () => {
    const { code, stderr } = await thaw('predict -__proto__--backend cat.jpg dog.jpg');
    expect(code).toBe(2);
    expect(stderr).toContain('--backend expects a value.');
  });

  test('a recipe of a network that this version does not have', () => {
    expect(() => networkCalled('resnet0')).toThrow(UsageError);
  });

  test('a parameter in the database that is called like a part of every object', () => {
    expect(['__proto__', 'constructor', 'learning_rate'].map(shortName)).toEqual([
      '__proto__',
      'constructor',
      'lr',
    ]);
  });

  test('a spec of an older program that is none', () => {
    const spec: Parameters<typeof readOlderSweep>[0] = JSON.parse('{"name":"x"}');
    expect(() => readOlderSweep(spec)).toThrow(StoreError);
  });

  test('a key that is a map, which the YAML library would print as it is', () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown) => warnings.push(warning);
    process.on('warning', listen);
    expect(mistakes('{ "\\u001b[31m": 1 }: 2\n')).not.toEqual([]);
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        process.off('warning', listen);
        expect(warnings).toEqual([]);
        resolve();
      });
    });
  });
});
