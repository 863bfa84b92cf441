// Makes the databases of this folder with an older Thaw, and keeps what that program printed of
// them. See README.md for how it was run.
//
//   node make.js PROGRAM/bin/thaw.js schema-2 [NAME ...]

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Paths end up in rows, so that the work is done where everyone could do it again. */
const WORK = '/tmp/thaw-stores';
const [program, schema, ...names] = process.argv.slice(2);

const HEAD = `
epochs: 2
backend: wasm
workers: 1
model: { weights: random }
data: { source: images, train: 18, val: 8, image_size: 32 }
`;

/** Each brings a fresh database `results/thaw.sqlite` about. */
const STORIES = {
  /** One sweep to its end, its best trial measured twice on the test split. */
  async finished() {
    sweepFile('finished', `keep: 2\nparameters: ${FOUR}\n`);
    await thaw('run', 'finished.yaml');
    await thaw('test', '1');
    await thaw('test', '1');
  },

  /** Killed twice and stopped once by Ctrl-C: trials finished, running, queued, crashed. */
  async interrupted() {
    sweepFile('interrupted', `parameters: ${SIX}\n`);
    await cut('SIGKILL', 2, 'run', 'interrupted.yaml');
    await cut('SIGINT', 2, 'resume');
    await cut('SIGKILL', 2, 'resume');
  },

  /**
   * Every way in which a trial can end: diverged, stopped by pruner and budget, lost twice; and
   * numbers that are none.
   */
  async ends() {
    sweepFile(
      'pruned',
      `metric: { name: val_loss, goal: minimize }
early_terminate: { type: median, min_trials: 1 }
epochs: 4
parameters:
  learning_rate: { values: [1.0e-9, 1.0e-8, 1.0e+30, 0.01] }
  unfrozen_layers: { value: layer4.2 }
`,
    );
    await thaw('run', 'pruned.yaml');
    sweepFile(
      'overtime',
      `budget: { trial: 6s }\nparameters: { epochs: { values: [1, 900] }, ${SLOW} }\n`,
    );
    await thaw('run', 'overtime.yaml');
    sweepFile('lost', 'parameters: { epochs: { value: 9000 } }\n');
    await cut('SIGKILL', 0, 'run', 'lost.yaml');
    await cut('SIGKILL', 0, 'resume');
    await thaw('resume');
    sweepFile(
      'wall',
      `budget: { wall: 6s }\nparameters: { epochs: { values: [800, 900] }, ${SLOW} }\n`,
    );
    await thaw('run', 'wall.yaml');
    await addNoNumbers();
  },

  /** Sweep files that use what a sweep file can: options, own sets, names, ranges, W&B's keys. */
  async shapes() {
    sweepFile(
      'options',
      `parameters:
  scheduler: { values: [{ type: step, step_size: 1, gamma: 0.5 }, { type: cosine, warmup_epochs: 1 }] }
  optimizer: { values: [{ type: adamw, betas: [0.8, 0.99] }, { type: sgd, momentum: 0.5 }, rmsprop] }
  weight_decay: { value: 0.001 }
  head: { value: { type: mlp, width: 16 } }
`,
    );
    sweepFile(
      'own-sets',
      `metric: { name: val_loss, goal: minimize }
augmentations:
  mine: [{ random_crop: { padding: 2 } }, horizontal_flip]
parameters:
  augmentation: { values: [mine, none, [cutout], { mixup: { alpha: 0.5 } }, crop-flip-jitter, randaugment] }
  normalization: { value: cifar10 }
  unfrozen_layers: { values: [0, layer4.2] }
`,
    );
    sweepFile(
      'ranges',
      `method: random
seed: 7
run_cap: 5
description: Ranges of every kind
parameters:
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  dropout: { min: 0.0, max: 0.5 }
  batch_size: { values: [8, 9], probabilities: [0.7, 0.3] }
  label_smoothing: { distribution: q_uniform, min: 0, max: 0.2, q: 0.1 }
  layer_lr_decay: { distribution: beta, a: 5, b: 2 }
  nesterov: { values: [true, false] }
  gradient_clip: { values: [null, 1.5] }
  unfrozen_layers: { value: layer4.2 }
`,
    );
    sweepFile(
      'from-wandb',
      `program: train.py
project: old
method: grid
metric: { name: val_accuracy, goal: maximize }
early_terminate: { type: hyperband, min_iter: 1, eta: 2 }
parameters:
  learning_rate: { distribution: categorical, values: [0.01, 0.001] }
  optimizer: { value: adam }
  pooling: { value: avgmax }
  stem: { value: small }
`,
    );
    for (const name of ['options', 'own-sets', 'ranges', 'from-wandb']) {
      await thaw('run', `${name}.yaml`);
    }
    // As the program wrote them before \`memory\` was a key.
    const db = new Sqlite(DATABASE);
    db.exec("update sweeps set spec = json_remove(spec, '$.memory') where id = 1");
    db.close();
  },

  /** Two sweeps, the second cut short. */
  async 'before-sharing'() {
    sweepFile('finished', `keep: 2\nparameters: ${FOUR}\n`);
    await thaw('run', 'finished.yaml');
    await thaw('test', '1');
    sweepFile('interrupted', `parameters: ${SIX}\n`);
    await cut('SIGKILL', 0, 'run', 'interrupted.yaml');
  },
};

/** A second an epoch, so that a budget ends before there are many. */
const SLOW = 'unfrozen_layers: { value: 4 }';
const FOUR = `
  learning_rate: { values: [0.01, 0.003] }
  scheduler: { values: [constant, { type: step, step_size: 1 }] }`;
const SIX = `
  augmentation: { values: [none, crop-flip, cutout] }
  learning_rate: { values: [0.01, 0.003] }`;

const DATABASE = join(WORK, 'results', 'thaw.sqlite');

/** Two classes of noise, one brighter. */
async function drawImages() {
  let state = 1;
  for (const [split, each] of Object.entries({ train: 13, test: 4 })) {
    for (const [name, light] of Object.entries({ dark: 0, light: 60 })) {
      const folder = join(WORK, 'images', split, name);
      mkdirSync(folder, { recursive: true });
      for (let n = 0; n < each; n += 1) {
        const pixels = Buffer.alloc(32 * 32 * 3);
        for (let i = 0; i < pixels.length; i += 1) {
          state = (Math.imul(state, 1103515245) + 12345) >>> 0;
          pixels[i] = light + ((state >>> 16) % 190);
        }
        const raw = { width: 32, height: 32, channels: 3 };
        await sharp(pixels, { raw })
          .png()
          .toFile(join(folder, `${n}.png`));
      }
    }
  }
}

/** A sweep file; keys of its own stand in place of the common ones. */
function sweepFile(name, text) {
  const own = [...text.matchAll(/^(\w+):/gm)].map(([, key]) => key);
  const head = HEAD.split('\n').filter((line) => !own.includes(line.split(':')[0]));
  writeFileSync(join(WORK, `${name}.yaml`), `${head.join('\n').trim()}\n${text}`);
}

async function thaw(...args) {
  const { status, stderr } = spawnSync(process.execPath, [resolve(program), ...args], {
    cwd: WORK,
    encoding: 'utf8',
  });
  console.log(
    `thaw ${args.join(' ')}: ${status}\n${stderr.trim().split('\n').slice(-4).join('\n')}`,
  );
}

/**
 * A sweep whose reports hold numbers that are none, and a trial whose params make no recipe, both
 * written by the older program's own store: training gives them too seldom to wait for.
 */
async function addNoNumbers() {
  const { openStore } = await import(resolve(dirname(program), '../dist/store/sqlite-store.js'));
  const store = openStore(DATABASE);
  const { spec } = store.sweep(1);
  const id = store.createSweep({
    spec: { ...spec, name: 'no-numbers' },
    file: '/none',
    source: '',
  });
  const values = [
    [Number.NaN, 0.5, Number.NaN, 0.25],
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NaN],
    [0.1 + 0.2, 1 / 3, 1e-300, Number.NaN],
  ];
  const points = values.map((_, n) => ({ number: n, params: { learning_rate: (n + 1) / 10 } }));
  const wrong = { number: 3, params: { momentum: 0, nesterov: true } };
  const trials = store.addTrials(id, [...points, wrong]);
  for (const [n, { id: trialId }] of trials.entries()) {
    store.startTrials([trialId]);
    for (const [epoch, value] of (values[n] ?? []).entries()) {
      store.report(trialId, {
        ...{ epoch, trainLoss: value, trainAccuracy: Number.NaN, valLoss: value, valAccuracy: 0.5 },
        ...{ learningRate: 0.1, seconds: 1 / 3, soloSeconds: 0.5, sharedWith: null },
        ...{ imagesPerSecond: Number.NaN, peakMemoryBytes: 1e6 },
      });
    }
    const error = { code: 'E_TRIAL', message: 'expected momentum above 0 for nesterov' };
    store.finishTrial({ trialId, ...(n < 3 ? { state: 'finished' } : { state: 'failed', error }) });
  }
  store.updateSweep(id, { state: 'finished', backend: 'wasm', classNames: ['dark', 'light'] });
  store.unlockSweep(id);
  store.close();
}

/**
 * Runs until as many trials have finished and a running one has reported an epoch, then sends the
 * signal.
 */
async function cut(signal, finished, ...args) {
  const child = spawn(process.execPath, [resolve(program), ...args], {
    cwd: WORK,
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.on('close', done));
  const attempts = read('select max(id) from attempts') ?? 0;
  while (read(UNDER_WAY, attempts, finished) !== 1) {
    await new Promise((done) => setTimeout(done, 20));
  }
  child.kill(signal);
  console.log(`thaw ${args.join(' ')}: cut by ${signal}, ${await ended}`);
}

const UNDER_WAY = `
  select exists (
    select 1 from attempts a join reports r on r.trial_id = a.trial_id
    where a.id > ? and a.state = 'running')
  and (select count(*) from trials where state = 'finished') >= ?`;

function read(sql, ...values) {
  if (!existsSync(DATABASE)) return undefined;
  const db = new Sqlite(DATABASE, { readonly: true });
  try {
    return db
      .prepare(sql)
      .pluck()
      .get(...values);
  } catch {
    return undefined; // Its tables are not made yet.
  } finally {
    db.close();
  }
}

/** The database, small, and beside it what the program prints of it where no weights are. */
async function keep(name) {
  const bare = join(WORK, 'bare', 'results');
  mkdirSync(bare, { recursive: true });
  const db = new Sqlite(DATABASE);
  // A process of another machine that has been silent for long: dead for sure.
  db.exec(
    "update sweeps set holder_host = 'elsewhere', holder_seen = 1 where holder_host is not null",
  );
  db.prepare('vacuum into ?').run(join(bare, 'thaw.sqlite'));
  db.close();
  const cwd = join(WORK, 'bare');
  const printed = (...args) => {
    const all = [resolve(program), ...args, '--format', 'json'];
    const { stdout } = spawnSync(process.execPath, all, { cwd, encoding: 'utf8' });
    // It broke over trials whose params make no recipe.
    return stdout === '' ? null : JSON.parse(stdout);
  };
  const { sweeps } = printed('sweeps');
  const ids = sweeps.map(({ sweep }) => String(sweep)).reverse();
  const boards = ids.flatMap((id) => [
    ['leaderboard', id],
    ['leaderboard', id, '--metric', 'train_loss', '--rule', 'last'],
  ]);
  const trials = new Sqlite(join(bare, 'thaw.sqlite'), { readonly: true });
  const shown = trials.prepare('select id from trials order by id').pluck().all();
  trials.close();
  const lines = [['sweeps'], ...boards, ...shown.map((id) => ['show', String(id)])];
  const outputs = Object.fromEntries(lines.map((line) => [line.join(' '), printed(...line)]));
  writeFileSync(join(HERE, `${name}.json`), `${JSON.stringify(outputs)}\n`);
  // Reading leaves a journal beside it, and a file of a machine's own.
  const file = join(HERE, `${name}.sqlite`);
  copyFileSync(join(bare, 'thaw.sqlite'), `${file}.part`);
  renameSync(`${file}.part`, file);
  console.log(`${name}: ${shown.length} trials`);
}

for (const [name, story] of Object.entries(STORIES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK);
  await drawImages();
  await story();
  await keep(`${schema}-${name}`);
}
