import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { parse } from '../../config/parse.js';
import { defineTarget } from '../fuzz.js';
import { mutatedBytes } from '../mutate/bytes.js';
import { mutatedJson } from '../mutate/json.js';

/** A sweep file's text: the files this program ships, one of every kind of entry, and changes of them. */
export const sweepFile = defineTarget<string>({
  name: 'sweep file',
  async open() {
    const texts = [...SHIPPED.map((name) => readFileSync(name, 'utf8')), EVERY_KIND, TIED, WANDB];
    const bytes = mutatedBytes(
      texts.map((text) => Buffer.from(text)),
      { words: WORDS },
    );
    const trees = mutatedJson(texts.map((text) => parseYaml(text, { merge: true })));
    return {
      inputs: fc.oneof(
        bytes.map((text) => text.toString('utf8')),
        trees.map((tree) => JSON.stringify(tree, null, 1)),
      ),
      parse(text) {
        const { spec } = parse(text);
        const again = JSON.parse(JSON.stringify(spec));
        if (JSON.stringify(again) !== JSON.stringify(spec)) throw new Error('not plain data');
        for (const n of [spec.data.train, spec.data.val, spec.defaults.epochs]) {
          if (!Number.isInteger(n) || n < 1) throw new Error(`a count of ${n}`);
        }
        return true;
      },
    };
  },
});

const SHIPPED = ['quickstart', 'cifar10'].map(
  (name) => new URL(`../../../sweeps/${name}.yaml`, import.meta.url),
);

export const EVERY_KIND = `name: every
description: of every kind
method: random
metric: { name: val_loss, goal: minimize }
run_cap: 12
seed: 3
epochs: 4
data: &data { source: cifar10, image_size: 48, train: 0.02, val: 400 }
model: { architecture: resnet50, weights: imagenet }
backend: auto
workers: 2
memory: 2GB
keep: 2
budget: { wall: 1h30m, trial: 10m }
early_terminate: { type: hyperband, min_iter: 1, eta: 3 }
augmentations:
  mine:
    - random_crop: { padding: 2 }
    - horizontal_flip
parameters:
  learning_rate: { distribution: log_uniform_values, min: 1e-4, max: 0.1 }
  batch_size: { values: [16, 32] }
  scheduler:
    values: [cosine, constant, { type: step, step_size: 2, gamma: 0.1 }, { type: multistep, milestones: [1, 3] }]
  optimizer: { values: [sgd, { type: adamw }] }
  augmentation: { values: [none, mine, crop-flip] }
  dropout: { distribution: uniform, min: 0, max: 0.5 }
  unfrozen_layers: { values: [0, layer4.2, 2] }
  weight_decay: { distribution: q_uniform, min: 0, max: 0.1, q: 0.01 }
  label_smoothing: { value: 0.1 }
`;

const TIED = `method: random
run_cap: 9
zip: [[image_size, batch_size]]
constraints: ["unfrozen_layers < 3 or learning_rate <= 0.01", not nesterov or momentum > 0]
points: [{ unfrozen_layers: 2, optimizer: adam }, { scheduler: { type: step, step_size: 2 } }]
parameters:
  unfrozen_layers: { values: [0, 1, 3], ordered: true, probabilities: [0.5, 0.25, 0.25] }
  optimizer: { values: [sgd, adam, { type: rmsprop, alpha: { min: 0.9, max: 0.99 } }] }
  momentum: { values: [0, 0.9], when: { optimizer: [sgd, rmsprop] } }
  nesterov: { values: [true, false], when: { optimizer: sgd, momentum: 0.9 } }
  scheduler:
    values:
      - constant
      - { type: step, step_size: { values: [2, 5] }, gamma: { distribution: beta, a: 2, b: 5 } }
  augmentation: { values: [none, [{ random_crop: { padding: { values: [2, 4] } } }]] }
  image_size: { values: [64, 96] }
  batch_size: { values: [64, 32] }
  learning_rate: 0.01 * batch_size / 64
  dropout: { expression: 'scheduler == "step" ? min(0.5, 1 / epochs) : 0' }
`;

const WANDB = `program: train.py
project: cats
method: bayes
metric: { name: val/acc, goal: maximize }
command: ['\${env}', python, '\${program}', '\${args}']
parameters:
  lr: { min: 0.0001, max: 0.1 }
  epochs: { value: 3 }
  bs: { values: [16, 32] }
  optimizer: { parameters: { name: { values: [Adam, SGD] }, wd: { value: 0.0 } } }
`;

const WORDS: readonly string[] = [
  ...[
    '? ',
    ': ',
    '- ',
    '&a ',
    '*a ',
    '<<: *a\n',
    '[',
    ']',
    '{',
    '}',
    '| \n',
    '> \n',
    '!!binary ',
    '!!set ',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '\r',
    '# ',
    "'",
    '"',
    '\\x',
    '~',
    'null',
    'true',
    '.nan',
    '.inf',
  ],
  ...[
    '1e400',
    '0o17',
    '0x1f',
    '2001-01-01',
    '__proto__: ',
    'constructor: ',
    '\u202e',
    '\u2028',
    '\ufeff',
  ],
  ...[
    'values: ',
    'value: ',
    'min: ',
    'max: ',
    'type: ',
    'milestones: ',
    'when: ',
    'expression: ',
    'zip: ',
    'not ',
    ' == ',
    '? ? ? ? ? ',
    '[[[[[[[[[[[[',
  ],
];
