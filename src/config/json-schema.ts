import { z } from 'zod';
import { builtinSets } from '../images/augmentation-sets.js';
import { networks } from '../networks/index.js';
import { IGNORED_KEYS, sweepKeys } from './file/sweep-keys.js';
import { parameters } from './parameters/index.js';
import { defaultText, type ParameterDef, schemaOf } from './parameters/parameter.js';
import { distributions, LISTED } from './space/distributions.js';

/**
 * The JSON Schema (draft 7, which editors know best) of a sweep file, made of the definitions that
 * check it. It knows shapes, names and ranges of single values, not the rules between keys.
 */
export function sweepJsonSchema(): object {
  const whole = z.strictObject({
    ...sweepKeys,
    parameters: z
      .strictObject(
        Object.fromEntries(
          Object.entries(parameters).map(([name, def]) => [
            name,
            entrySchema(name, def).optional(),
          ]),
        ),
      )
      .describe('What trials differ in, and what they share: a value, values or a range for each'),
    ...Object.fromEntries(
      IGNORED_KEYS.map((key) => [key, z.unknown().describe("W&B's; ignored here").optional()]),
    ),
  });
  const schema = z.toJSONSchema(whole, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return { title: 'Thaw sweep', ...schema };
}

/** The schema as the file beside the sweep files holds it. */
export function sweepJsonSchemaText(): string {
  return `${JSON.stringify(sweepJsonSchema(), null, 2)}\n`;
}

function entrySchema(name: string, def: ParameterDef) {
  const value = valueSchema(name, def);
  const listed = {
    value: value.optional().describe('One value for all trials'),
    values: z.array(listedSchema(value, def)).min(1).optional().describe('Values to choose from'),
    probabilities: z.array(z.number().min(0).max(1)).optional().describe('One for each value'),
    ordered: z.boolean().optional().describe('Whether values near each other are alike'),
    when: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Values of other parameters with which trials have this one: { scheduler: step }'),
    expression: z.string().optional().describe(FORMULA),
  };
  const formula = z.string().describe(FORMULA);
  const summary = `${def.summary}; default: ${defaultText(def)}`;
  if (def.range === 'none') {
    const distribution = z.enum(LISTED).optional();
    return z.union([z.strictObject({ ...listed, distribution }), formula]).describe(summary);
  }
  const range = z.strictObject({
    ...listed,
    distribution: z.enum([...LISTED, ...Object.keys(distributions)]).optional(),
    min: z.number().optional().describe('Lower bound; whole bounds draw whole numbers'),
    max: z.number().optional().describe('Upper bound'),
    q: z.number().gt(0).optional().describe('Step of a q_ distribution; default 1'),
    mu: z.number().optional().describe('Mean of a normal; default 0'),
    sigma: z.number().gt(0).optional().describe('Standard deviation of a normal; default 1'),
    a: z.number().gt(0).optional().describe('Of a beta; default 1'),
    b: z.number().gt(0).optional().describe('Of a beta; default 1'),
    count: z.int().min(1).optional().describe('Points that a grid takes from a range'),
  });
  return z.union([range, formula]).describe(summary);
}

const FORMULA = 'A formula over other parameters, such as 0.01 * batch_size / 256';

/** One of `values`: of a choice, options may say what they are drawn from. */
function listedSchema(value: z.ZodType, { range }: ParameterDef): z.ZodType {
  return range === 'none' ? z.union([value, z.looseObject({}), z.array(z.unknown())]) : value;
}

/** A file's own augmentation sets are names that the schema can't know. */
function valueSchema(name: string, def: ParameterDef): z.ZodType {
  const schema = schemaOf(def, { augmentations: builtinSets, networks });
  return name === 'augmentation' ? z.union([schema, z.string()]) : schema;
}
