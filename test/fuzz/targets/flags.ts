import fc from 'fast-check';
import { commands } from '../../../src/cli/commands/index.js';
import { parse as parseCommand } from '../../../src/cli/parsing/parse.js';
import { parseWhere } from '../../../src/results/parse-where.js';
import { parse } from '../../config/parse.js';
import { defineTarget } from '../fuzz.js';
import { mutatedBytes } from '../mutate/bytes.js';
import { EVERY_KIND } from './sweep-file.js';

const WORDS = [
  '=',
  '.',
  '[',
  '{',
  '}',
  ']',
  ': ',
  '__proto__',
  'constructor.',
  '-1',
  '1e999',
  ' #',
  '"',
  '? ',
];
const text = (seeds: readonly string[]) =>
  mutatedBytes(
    seeds.map((seed) => Buffer.from(seed)),
    { words: WORDS, most: 3 },
  ).map((bytes) => bytes.toString('utf8'));

/** `--set`, over a file that has all there is. */
export const setFlag = defineTarget<readonly string[]>({
  name: '--set',
  async open() {
    const one = text([
      ...['epochs=2', 'data.train=200', 'parameters.learning_rate.value=0.5', 'budget.wall=1h'],
      ...[
        'augmentations.mine.0.random_crop.padding=7',
        'parameters.scheduler.values=[cosine, {type: step}]',
      ],
      ...[
        'early_terminate=null',
        'model.weights=random',
        'metric.name=val_loss',
        'parameters.x.value=1',
      ],
    ]);
    return {
      inputs: fc.array(one, { minLength: 1, maxLength: 3 }),
      parse: (set) => Object.isFrozen(parse(EVERY_KIND, { set }).spec),
    };
  },
});

/** `--where`, over the space of a file that has all there is. */
export const whereFlag = defineTarget<readonly string[]>({
  name: '--where',
  async open() {
    const { space } = parse(EVERY_KIND).spec;
    const one = text([
      ...['learning_rate=0.01', 'scheduler=cosine', 'scheduler=step(2, 0.1)', 'batch_size=16'],
      ...[
        'scheduler={"type":"step","step_size":2,"gamma":0.1}',
        'augmentation=mine',
        'dropout=0.1',
      ],
    ]);
    return {
      inputs: fc.array(one, { minLength: 1, maxLength: 3 }),
      parse(filters) {
        const found = Object.keys(parseWhere(filters, space));
        if (!found.every((name) => Object.hasOwn(space, name)))
          throw new Error('no such parameter');
        return true;
      },
    };
  },
});

/** A whole command line, up to the action that it means. */
export const commandLine = defineTarget<readonly string[]>({
  name: 'command line',
  async open() {
    const lines = [
      ...[
        'run sweeps/x.yaml --set epochs=2 --workers 2 --trials 4 --seed 1 --name a --backend wasm',
      ],
      ...[
        'leaderboard 3 --top 5 --metric val_loss --rule best --state finished --where dropout=0.1',
      ],
      ...[
        'show 12 --format json --db results/thaw.sqlite',
        'predict 3 cat.jpg dog.jpg',
        'delete 3 --yes',
      ],
      ...[
        'resume --no-sharing --skip-bad',
        'backends install tensorflow --gpu',
        'export 3 -o x',
        '--help',
      ],
    ].map((line) => line.split(' '));
    const word = text([...new Set(lines.flat())]);
    const inputs = fc.tuple(
      fc.constantFrom(...lines),
      fc.array(fc.tuple(fc.nat(12), word), { maxLength: 3 }),
    );
    return {
      inputs: inputs.map(([line, changes]) => {
        const changed = [...line];
        for (const [at, by] of changes) changed[at % changed.length] = by;
        return changed;
      }),
      parse(argv) {
        const { action, output } = parseCommand(argv, commands, 80);
        if (!action && output === '') throw new Error('neither an action nor a text');
        return true;
      },
    };
  },
});
