import { describe, expect, test } from 'vitest';
import { parameters } from '../../src/config/parameters/index.js';
import { OPTIMIZER_OPTIONS } from '../../src/config/parameters/optimizer.js';
import { fallbackOf, type ParameterDef, schemaOf } from '../../src/config/parameters/parameter.js';
import { builtinSets } from '../../src/images/augmentation-sets.js';
import { networks } from '../../src/networks/index.js';

const defaults = { epochs: 4, imageSize: 64 };

describe.each<[string, ParameterDef]>(Object.entries(parameters))(
  'every parameter: %s',
  (name, def) => {
    const schema = schemaOf(def, { augmentations: builtinSets, networks });

    test('takes its own default', () => {
      const fallback = fallbackOf(def, defaults);
      const own = (OPTIMIZER_OPTIONS as readonly string[]).includes(name);
      if (!own || fallback !== null) expect(schema.safeParse(fallback).success).toBe(true);
    });

    test('refuses a list of numbers, a map of its own and not-a-number', () => {
      for (const value of [[Number.NaN], { [name]: 1 }, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false);
      }
    });

    test('is documented in one line', () => {
      expect(def.summary).toMatch(/^\S[^\n]{3,110}$/);
    });
  },
);
