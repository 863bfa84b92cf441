import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { parseSweep } from '../../src/config/file/parse-sweep.js';
import { sweepJsonSchema, sweepJsonSchemaText } from '../../src/config/json-schema.js';
import { parameters } from '../../src/config/parameters/index.js';
import { sweepTemplate } from '../../src/config/template.js';
import { evenContents } from '../../src/core/data/contents.js';

const SWEEPS = new URL('../../sweeps/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, SWEEPS), 'utf8');
const shipped = readdirSync(SWEEPS).filter((name) => name.endsWith('.yaml'));
const available = () => evenContents([...'abcdefghij'], { train: 50_000, test: 10_000 });

/** The schema as a validator, made from the JSON alone. */
const schema = z.fromJSONSchema(sweepJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
const accepts = (file: unknown) => schema.safeParse(file).success;

describe('the JSON Schema', () => {
  test('is the one shipped (else: npm run schema)', () => {
    expect(read('sweep.schema.json') === sweepJsonSchemaText()).toBe(true);
  });

  test('documents every key and parameter', () => {
    type Documented = Readonly<Record<string, { description?: string; properties?: Documented }>>;
    const { properties } = sweepJsonSchema() as { properties: Documented };
    const own = properties.parameters!.properties!;
    expect(Object.keys(own)).toEqual(Object.keys(parameters));
    for (const { description } of Object.values({ ...properties, ...own })) {
      expect(description).toBeTruthy();
    }
  });

  test('refuses what is wrong by itself', () => {
    const parameter = (name: string, entry: object) => accepts({ parameters: { [name]: entry } });
    expect(parameter('learning_rate', { value: 0.1 })).toBe(true);
    expect(parameter('learning_rate', { value: '0.1' })).toBe(false);
    expect(parameter('lr', { value: 0.1 })).toBe(false);
    expect(parameter('scheduler', { value: { type: 'step', step_size: 2 } })).toBe(true);
    expect(parameter('scheduler', { value: { type: 'step', step_sise: 2 } })).toBe(false);
    expect(parameter('augmentation', { value: ['my-set', [{ cutout: {} }]] })).toBe(false);
    expect(parameter('augmentation', { values: ['my-set', [{ cutout: {} }]] })).toBe(true);
    expect(accepts({ parameters: {}, epoch: 3 })).toBe(false);
    expect(accepts({ method: 'grid' })).toBe(false);
  });
});

describe.each(shipped)('sweeps/%s', (name) => {
  test('is valid to the schema, names it, and loads without a note', () => {
    const text = read(name);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./sweep.schema.json');
    expect(schema.safeParse(parseYaml(text)).error).toBeUndefined();
    const { spec, warnings } = parseSweep(text, name, { set: [] }, available);
    expect(warnings).toEqual([]);
    for (const dimension of ['scheduler', 'learning_rate', 'augmentation', 'unfrozen_layers']) {
      expect(spec.space[dimension]!.kind, dimension).not.toBe('constant');
    }
  });
});

test('the quick start has at least six trials on the embedded backend', () => {
  const { spec } = parseSweep(read('quickstart.yaml'), 'quickstart.yaml', { set: [] }, available);
  expect(spec.runCap).toBeGreaterThanOrEqual(6);
  expect(spec.backend).toBe('wasm');
});

test('the template of a new sweep file is a sweep file, and names every parameter', () => {
  const text = sweepTemplate('./sweep.schema.json');
  expect(schema.safeParse(parseYaml(text)).error).toBeUndefined();
  expect(parseSweep(text, 'sweep.yaml', { set: [] }, available).warnings).toEqual([]);
  for (const name of Object.keys(parameters)) expect(text).toContain(`${name}:`);
});
