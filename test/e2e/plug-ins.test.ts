import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithPostgres } from '../postgres/describe.js';
import { sharedPostgres } from '../postgres/server.js';
import { ALL, APART, PLUG_INS } from './one-of-each.js';
import { atHome, plant, stubText } from './planted.js';
import { json, type Row, type Shown as ShownTrial } from './results.js';
import { type Finished, folderWith, lineOf, thaw as run, startThaw } from './thaw.js';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const FILES = { 'all.yaml': ALL, 'apart.yaml': APART, 'three.seed': '3\n', 'four.seed': '4\n' };
const DB = ['--db', 'out.stub'];

interface Shown extends Pick<ShownTrial, 'reports' | 'recipe'> {
  readonly attempts: readonly {
    readonly state: string;
    readonly error: { readonly message: string } | null;
  }[];
}

/** The program with all of them in it, and what it answers in a folder. */
let root: string;
const thaw = (folder: string, ...args: readonly string[]): Promise<Finished> =>
  run(args, folder, program(folder));
const program = (folder: string) => {
  return { bin: join(root, 'bin', 'thaw.js'), env: { THAW_CACHE: join(folder, 'cache') } };
};
const rowsOf = async (folder: string, ...args: readonly string[]) =>
  json<{ metric: string; rows: readonly Row[] }>(
    await thaw(folder, 'leaderboard', ...args, ...DB, '--format', 'json'),
  );
const shown = async (folder: string, trial: number) =>
  json<Shown>(await thaw(folder, 'show', String(trial), ...DB, '--format', 'json'));

/** The losses that `APART`'s trials reached, by its params, run with these flags. */
async function apart(...flags: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const folder = folderWith(FILES);
  const { code, stderr } = await thaw(folder, 'run', 'apart.yaml', ...flags);
  expect(code, stderr).toBe(0);
  const board = ['leaderboard', '--metric', 'train_loss', '--format', 'json'];
  const { rows } = json<{ rows: readonly Row[] }>(await thaw(folder, ...board));
  return Object.fromEntries(
    rows.map(({ params, value }) => [
      `${(params.optimizer as { type: string }).type} ${JSON.stringify(params.augmentation)}`,
      String(value),
    ]),
  );
}

/** `ALL`, run without a stop, and run with a Ctrl-C and resumed. */
let whole: string;
let halves: string;
/** What the run without a stop told. */
let told: string;
let losses: Readonly<Record<string, string>>;

beforeAll(async () => {
  root = plant(Object.values(PLUG_INS));
  whole = folderWith(FILES);
  halves = folderWith(FILES);
  const [finished] = await Promise.all([thaw(whole, 'run', 'all.yaml', ...DB), stopAndResume()]);
  expect(finished.code, finished.stderr).toBe(0);
  told = finished.stderr;
  losses = await apart();
});

afterAll(() => root && rmSync(root, { recursive: true, force: true }));

async function stopAndResume(): Promise<void> {
  const first = startThaw(['run', 'all.yaml', ...DB], halves, program(halves));
  await Promise.race([lineOf(first.process.stderr!, /trial \d+ stopped/), first.finished]);
  first.process.kill('SIGINT');
  const { code, stderr } = await first.finished;
  expect(code, stderr).toBe(130);
  const rest = await thaw(halves, 'resume', ...DB);
  expect(rest.code, rest.stderr).toBe(0);
}

test('a plug-in is one file and one line in its registry, and nothing else', () => {
  const filesOf = (folder: string) =>
    new Map(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  const [before, after] = [filesOf(SRC), filesOf(join(root, 'src'))];
  const added = [...after.keys()].filter((file) => !before.has(file));
  const changed = [...before.keys()].filter((file) => after.get(file) !== before.get(file));
  const plugIns = Object.values(PLUG_INS);
  const stubs = plugIns.filter(({ stub }) => stub !== null);
  expect(added.sort()).toEqual(stubs.map(({ folder, stub }) => `${folder}/${stub}`).sort());
  expect(changed.sort()).toEqual(plugIns.map(({ registry }) => registry).sort());
  const words = (text: string) => text.replaceAll(/\s/g, '');
  for (const { stub, registry, entry } of plugIns) {
    const lines = after.get(registry)!.split('\n');
    const own = lines.filter((line, i) => line.trim() === entry || (stub !== null && i === 0));
    expect(own).toHaveLength(stub === null ? 1 : 2);
    const others = lines.filter((line) => !own.includes(line));
    expect(words(others.join('\n'))).toBe(words(before.get(registry)!));
  }
});

test("the contributor's guide has a row for every kind, and its example as it is tested here", () => {
  const guide = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
  for (const [kind, { folder }] of Object.entries(PLUG_INS)) {
    expect(guide).toMatch(new RegExp(`^\\| ${kind}.*\`src/${folder}(/|\`|/metric.ts)`, 'm'));
  }
  expect(guide).toContain(atHome(stubText('inverse-sqrt.ts'), 'schedules/kinds'));
});

describe('a sweep of plug-ins alone', () => {
  test('validates, by their names', async () => {
    const valid = json(await thaw(whole, 'validate', 'all.yaml', '--format', 'json'));
    expect(valid).toMatchObject({ valid: true, trials: 11, warnings: [] });
  });

  test('refuses what is none of their options, naming those there are', async () => {
    const wrong = [
      'early_terminate={type: leader, min_itr: 2}',
      'parameters.optimizer.value={type: ema, momentm: 1}',
    ];
    const { code, stderr } = await thaw(
      ...([whole, 'validate', 'all.yaml'] as const),
      ...wrong.flatMap((change) => ['--set', change]),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/min_iter/);
    expect(stderr).toMatch(/momentum/);
  });

  test('plans to its end', async () => {
    const plan = json<{ trials: readonly unknown[] }>(
      await thaw(whole, 'plan', 'all.yaml', '--format', 'json'),
    );
    expect(plan).toMatchObject({ method: 'climber', metric: 'worst_class', backend: 'twin' });
    expect(plan.trials).toHaveLength(11);
  });

  test('ends the same after Ctrl-C and resume as if it had never stopped', async () => {
    const plain = async (folder: string) =>
      (await rowsOf(folder)).rows.map(({ rank, trial, state, value, params }) => {
        return { rank, trial, state, value, params };
      });
    const rows = await plain(halves);
    expect(rows).toEqual(await plain(whole));
    const cut = rows.find(({ trial, state }) => trial <= 8 && state === 'finished')!;
    const { attempts } = await shown(halves, cut.trial);
    expect(attempts.map(({ state }) => state)).toEqual(['interrupted', 'finished']);
  });
});

describe('each kind of plug-in does its part', () => {
  test('sampler: suggests near the best so far, once there is one', async () => {
    const { rows } = await rowsOf(whole);
    const best = rows
      .filter(({ trial }) => trial <= 8)
      .toSorted((a, b) => b.value - a.value || a.trial - b.trial)[0]!;
    const decades = ({ params }: Row) => Math.log10(params.learning_rate as number);
    const away = rows
      .filter(({ trial }) => trial > 8)
      .map((row) => Math.abs(decades(row) - decades(best)));
    expect(away).toHaveLength(3);
    // Half its reach of 0.1, of a range of four decades.
    expect(Math.max(...away)).toBeLessThanOrEqual(0.2);
    const farthest = Math.max(...rows.map((row) => Math.abs(decades(row) - decades(best))));
    expect(farthest).toBeGreaterThan(0.2);
  });

  test.each(['validate', 'plan'])('sampler: that it never ends, `%s` says', async (command) => {
    const { code, stderr } = await thaw(whole, command, 'all.yaml', '--set', 'run_cap=null');
    expect(code).toBe(2);
    expect(stderr).toMatch(/climber.* never ends: expected run_cap/);
  });

  test('pruner: stops trials, with its reason', async () => {
    const { rows } = await rowsOf(whole);
    const stopped = rows.filter(({ state }) => state === 'stopped');
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.length).toBeLessThan(11);
    const { attempts } = await shown(whole, stopped[0]!.trial);
    expect(attempts[0]!.error!.message).toMatch(/another leads with worst_class [01]/);
  });

  test('schedule: gives the rate of every epoch', async () => {
    const [best] = (await rowsOf(whole)).rows;
    const { reports } = await shown(whole, best!.trial);
    const base = best!.params.learning_rate as number;
    const rates = reports.map(({ learning_rate }) => learning_rate! / base);
    expect(rates).toHaveLength(6);
    for (const [epoch, rate] of rates.entries()) {
      expect(rate).toBeCloseTo(1 / Math.sqrt(1 + epoch / 2), 12);
    }
  });

  test('augmentation: changes what a trial learns where it changes an image', () => {
    expect(losses['ema [{"blackout":{"p":0}}]']).toBe(losses['ema "none"']);
    expect(losses['ema [{"blackout":{"p":1}}]']).not.toBe(losses['ema "none"']);
  });

  test('optimizer: makes the steps, and its slot is counted', async () => {
    expect(losses['ema "none"']).toBe(losses['sgd "none"']); // momentum 0: the same step
    const cohorts = async (optimizer: string) => {
      const flags = [`parameters.optimizer.value=${optimizer}`, 'memory=1950MB', 'run_cap=8'];
      const changes = [...flags, 'parameters.unfrozen_layers.value=5'];
      const args = ['all.yaml', ...changes.flatMap((change) => ['--set', change])];
      const plan = await thaw(whole, 'plan', ...args, '--format', 'json');
      return json<{ estimate: { cohorts: readonly unknown[] } }>(plan).estimate.cohorts.length;
    };
    const one = await cohorts('ema');
    expect(one).toBe(await cohorts('{type: sgd, momentum: 0.9}'));
    expect(one).toBeGreaterThan(await cohorts('{type: sgd, momentum: 0}'));
  });

  test('backend: trains, and is named as what trained', async () => {
    const { sweeps } = json<{ sweeps: readonly { backend: string }[] }>(
      await thaw(whole, 'sweeps', ...DB, '--format', 'json'),
    );
    expect(sweeps.map(({ backend }) => backend)).toEqual(['twin']);
    expect(told).toContain('11 trials on twin (a twin), 1 worker');
    expect(await apart('--backend', 'wasm')).toEqual(losses);
  });

  test('data set: gives the images and their classes', async () => {
    const best = String((await rowsOf(whole)).rows[0]!.trial);
    const tested = json(await thaw(whole, 'test', best, ...DB, '--format', 'json'));
    expect(tested).toMatchObject({ images: 60, classes: ['level', 'upright'] });
  });

  test('weights: are what the named file says, and no others are taken', async () => {
    const other = await apart('--trials', '1', '--set', 'model.weights=four.seed');
    expect(Object.keys(other)).toEqual(['ema "none"']);
    expect(other['ema "none"']).not.toBe(losses['ema "none"']);
    const wrong = await thaw(whole, 'validate', 'all.yaml', '--set', 'model.weights=three.sed');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('a .seed file, imagenet, random or a .safetensors file');
  });

  test('network: is what trains and what is exported', async () => {
    const best = (await rowsOf(whole)).rows[0]!.trial;
    const { recipe } = await shown(whole, best);
    expect(recipe).toMatchObject({ model: { architecture: 'resnet10' }, first_trained: 4 });
    const exported = await thaw(whole, 'export', String(best), '-o', 'net.safetensors', ...DB);
    expect(exported.code, exported.stderr).toBe(0);
    const text = readFileSync(join(whole, 'net.safetensors'), 'latin1');
    expect(text).toContain('"layer4.0.conv2.weight"');
    expect(text).not.toContain('"layer1.1.conv1.weight"');
  });

  test('chart: is drawn by its name, and listed in the help', async () => {
    const plot = ['plot', 'tally', ...DB];
    const { stdout } = await thaw(whole, ...plot, '--format', 'csv');
    expect(stdout).toMatch(/^state,trials\n(?:[a-z]+,\d+\n)+$/);
    expect((await thaw(whole, ...plot)).stdout).toContain('█');
    expect((await thaw(whole, 'plot', '--help')).stdout).toContain(
      'Trials by state, as plain bars',
    );
  });

  test('export format: writes what it says, to a place of its own', async () => {
    const best = String((await rowsOf(whole)).rows[0]!.trial);
    const exported = await thaw(whole, 'export', best, '--to', 'class-list', ...DB);
    expect(exported.code, exported.stderr).toBe(0);
    const [, file] = /^Wrote (\S+\.txt)\n\d+ classes\.\n$/.exec(exported.stdout) ?? [];
    expect(readFileSync(join(whole, file!), 'utf8').split('\n').length).toBeGreaterThan(2);
  });

  test('metric: ranks, is shown, and can be ranked by', async () => {
    const own = await rowsOf(whole);
    expect(own.metric).toBe('worst_class');
    const { reports } = await shown(whole, own.rows[0]!.trial);
    expect(reports.some((report) => report.worst_class! < report.val_accuracy!)).toBe(true);
    for (const report of reports) {
      expect(report.worst_class).toBeGreaterThanOrEqual(0);
      expect(report.worst_class).toBeLessThanOrEqual(report.val_accuracy!);
    }
    expect(Math.max(...reports.map((report) => report.worst_class!))).toBe(own.rows[0]!.value);
    const named = await rowsOf(whole, '--metric', 'worst_class');
    expect(named.rows).toEqual(own.rows);
  });

  test('store: holds the results where it keeps them', () => {
    expect(existsSync(join(whole, 'out.stub', 'rows.sqlite'))).toBe(true);
    expect(existsSync(join(whole, 'results'))).toBe(false);
  });
});

describe('a place of artifacts', () => {
  test('is one of those that a wrong one is told of', async () => {
    const store = ['--store', 'postgres://127.0.0.1:1/thaw'];
    const { code, stderr } = await thaw(whole, 'serve', ...store, '--artifacts', 'ftp://host/x');
    expect(code).toBe(2);
    expect(stderr).toContain('shelf:///absolute/path (a folder on a shelf), or ');
  });

  describeWithPostgres('of machines that share a database', () => {
    test('is looked after where its address says', async () => {
      const url = await (await sharedPostgres()).database();
      const place = join(whole, 'shelf');
      const at = ['--store', url, '--artifacts', `shelf://${place}`];
      expect((await thaw(whole, 'store', 'migrate', '--store', url)).code).toBe(0);
      const { code, stdout, stderr } = await thaw(whole, 'gc', ...at);
      expect(code, stdout + stderr).toBe(0);
      expect(existsSync(place)).toBe(true);
    });
  });
});
