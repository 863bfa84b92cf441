import { pruners } from '../search/pruners/index.js';
import { samplers } from '../search/samplers/index.js';
import { sweepKeys } from './file/sweep-keys.js';
import { parameters } from './parameters/index.js';
import { defaultText } from './parameters/parameter.js';
import { distributions } from './space/distributions.js';

/**
 * A sweep file to start from, with every key it could have as a comment. `schema`: path or address
 * of the JSON Schema that editors complete it by.
 */
export function sweepTemplate(schema?: string): string {
  const modeline = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
  return [`${modeline}${START.trim()}`, methods(), moreParameters(), moreKeys(), ranges()]
    .join('\n\n')
    .concat('\n');
}

const START = `
# A sweep: what its trials share, and what they differ in. Check it with \`thaw validate FILE\`,
# see its trials with \`thaw plan FILE\`, run it with \`thaw run FILE\`.

method: random          # or another of those below
run_cap: 12             # trials in total
metric:
  name: val_accuracy
  goal: maximize

epochs: 3
data:
  source: cifar10       # or a folder with train/<class>/*.jpg
  train: 1000           # images to train on; 0.9 takes nine tenths of all there are
  val: 400
  image_size: 64

parameters:
  learning_rate:
    distribution: log_uniform_values
    min: 0.0005
    max: 0.05
  scheduler:
    values:
      - constant
      - cosine
      - { type: step, step_size: 1, gamma: 0.3 }
  augmentation:
    values: [none, crop-flip]
  unfrozen_layers:      # 0: only fc, 1: layer4 too, ... 5: all
    values: [0, 1]
`;

const INTRO = {
  samplers: '# Methods:',
  pruners: '# Early stopping, as in early_terminate: { type: asha }:',
  parameters: '# More parameters, each with a value, values or a range (the default in brackets):',
  keys: '# More keys (the default in brackets):',
  ranges: '# Distributions of a range, as in W&B:',
} as const;

function methods(): string {
  const lines = (defs: readonly { readonly type: string; readonly summary: string }[]) =>
    defs.map(({ type, summary }) => `#   ${type}: ${summary}`);
  return [
    INTRO.samplers,
    ...lines(Object.values(samplers)),
    '',
    INTRO.pruners,
    ...lines(Object.values(pruners)),
  ].join('\n');
}

function moreParameters(): string {
  const shown = ['learning_rate', 'scheduler', 'augmentation', 'unfrozen_layers'];
  const rest = Object.entries(parameters).filter(([name]) => !shown.includes(name));
  const lines = rest.map(([name, def]) => `#   ${name}: ${def.summary} [${defaultText(def)}]`);
  return [INTRO.parameters, ...lines].join('\n');
}

function moreKeys(): string {
  const shown = ['method', 'run_cap', 'metric', 'epochs'];
  const lines = Object.entries(sweepKeys)
    .filter(([key]) => !shown.includes(key))
    .map(([key, schema]) => `#   ${key}: ${schema.description}${defaultOf(schema)}`);
  return [INTRO.keys, ...lines].join('\n');
}

function ranges(): string {
  const lines = Object.entries(distributions).map(([name, def]) => {
    const keys = [...def.needs, ...def.takes.map((key) => `[${key}]`)].join(', ');
    return `#   ${name}: ${def.summary} (${keys})`;
  });
  return [INTRO.ranges, ...lines].join('\n');
}

function defaultOf(schema: { readonly _zod: { readonly def: object } }): string {
  const { defaultValue } = schema._zod.def as { readonly defaultValue?: unknown };
  const plain = ['string', 'number', 'boolean'].includes(typeof defaultValue);
  return plain ? ` [${defaultValue}]` : '';
}
