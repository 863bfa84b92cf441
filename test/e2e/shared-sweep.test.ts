import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithPostgres } from '../postgres/describe.js';
import { sharedPostgres } from '../postgres/server.js';
import { type Finished, folderWith, lineOf, startThaw, thaw } from './thaw.js';

const SWEEP = `
name: pets
epochs: 2
backend: wasm
workers: 1
keep: 2
data: { source: ./pics, train: 16, val: 8, image_size: 32 }
model: { weights: random }
parameters:
  learning_rate: { values: [0.01, 0.003] }
`;

interface Row {
  readonly trial: number;
  readonly value: number;
  readonly epoch: number;
}

/** A gateway, an agent and somebody who runs sweeps, each with a cache of its own. */
describeWithPostgres('a sweep on other machines', () => {
  const here = folderWith({ 'my.yaml': SWEEP });
  const there = folderWith({});
  const running: ReturnType<typeof startThaw>[] = [];
  let address = '';
  let env: Record<string, string> = {};

  const asUser = (...args: readonly string[]): Promise<Finished> => thaw(args, here, { env });

  beforeAll(async () => {
    await drawPics(join(here, 'pics'));
    const store = await (await sharedPostgres()).database();
    const serve = startThaw(
      ['serve', '--port', '0', '--lease', '10s', '--store', store, '--artifacts', 'blobs'],
      there,
    );
    running.push(serve);
    let told = '';
    serve.process.stdout!.on('data', (more) => {
      told += more;
    });
    await lineOf(serve.process.stdout!, /http:\/\/[\w.]+:\d+/);
    address = /http:\/\/[\w.]+:\d+/.exec(told)![0];
    const token = async (role: string) => {
      const made = await thaw(
        [
          ...['token', 'create', '--team', 'blue', '--owner', 'ann', '--role', role],
          ...['--store', store, '--format', 'json'],
        ],
        there,
      );
      return JSON.parse(made.stdout).token as string;
    };
    env = { THAW_STORE: address, THAW_TOKEN: await token('user'), THAW_CACHE: join(here, 'cache') };
    const agent = startThaw(
      ['agent', '--server', address, '--name', 'far', '--workers', '1'],
      there,
      {
        env: { THAW_TOKEN: await token('agent'), THAW_CACHE: join(there, 'cache') },
      },
    );
    running.push(agent);
  });
  afterAll(async () => {
    for (const { process: child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ finished }) => finished));
  });

  test('comes to the same as on this one, and its weights are at hand', async () => {
    const own = await thaw(['run', 'my.yaml', '--format', 'json'], here, {
      env: { THAW_CACHE: join(here, 'cache') },
    });
    expect(own.code, own.stderr).toBe(0);
    const shared = await asUser('run', 'my.yaml', '--format', 'json');
    expect(shared.code, shared.stderr).toBe(0);
    const rows = ({ stdout }: Finished) =>
      (JSON.parse(stdout).rows as readonly Row[]).map(({ value, epoch }) => [value, epoch]);
    expect(rows(shared)).toEqual(rows(own));
    expect(shared.stderr).toMatch(/^Sweep 1 \(pets\): 2 trials on the machines of http/m);
    expect(shared.stderr).toMatch(/^trial \d finished: val_accuracy 0\.\d+ at epoch \d/m);
    expect(shared.stderr).toContain(`Results: ${address}\n`);

    const best = String(JSON.parse(shared.stdout).rows[0].trial);
    const image = join(here, 'pics', 'train', 'cat', '0.png');
    const predicted = await asUser('predict', best, image, '--format', 'json');
    expect(predicted.code, predicted.stderr).toBe(0);
    const alone = await thaw(['predict', best, image, '--format', 'json'], here, {
      env: { THAW_CACHE: join(here, 'cache') },
    });
    expect(JSON.parse(predicted.stdout).images).toEqual(JSON.parse(alone.stdout).images);
    const exported = await asUser('export', best);
    expect(exported.code, exported.stderr).toBe(0);
    const place = readdirSync(join(here, 'results')).find((name) => name.startsWith('127-0-0-1'));
    const whole = (folder: string) =>
      readFileSync(join(here, 'results', folder, `trial-${best}.safetensors`));
    expect(existsSync(join(here, 'results', `${place}`, `trial-${best}.safetensors`))).toBe(true);
    expect(whole(`${place}`).length).toBeGreaterThan(1e6);
    const tested = await asUser('test', best, '--format', 'json');
    expect(tested.code, tested.stderr).toBe(0);
    expect((await asUser('show', best)).stdout).toContain('Test split (UTC)');
    const chart = await asUser('plot', 'classes', best, '-o', 'classes.svg');
    expect(chart.code, chart.stderr).toBe(0);
  });

  test('is seen at its agents while it trains, rests and goes on', async () => {
    const line = ['run', 'my.yaml', '--set', 'epochs=400', '--set', 'name=long', '--detach'];
    const { sweep } = JSON.parse((await asUser(...line, '--format', 'json')).stdout);
    const state = async () => {
      const { stdout } = await asUser('agents', '--format', 'json');
      const { agents, sweeps } = JSON.parse(stdout);
      const own = sweeps.find((each: { sweep: number }) => each.sweep === sweep);
      return { agent: agents[0], own };
    };
    await until(async () => {
      const { agent, own } = await state();
      expect(agent).toMatchObject({ name: 'far', backend: 'wasm', works_on: { sweep } });
      expect(own).toMatchObject({ name: 'long', owner: 'ann', running: 1, wanted: 'run' });
    });
    const following = startThaw(['follow', String(sweep)], here, { env });
    onTestFinished(() => void following.process.kill('SIGKILL'));
    await lineOf(following.process.stderr!, /trial \d+ epoch \d+: val_accuracy/);
    expect((await asUser('pause', 'long')).code).toBe(0);
    const { code, stderr } = await following.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/\nSweep \d+ \(long\) was paused, with 2 trials queued\.\n/);
    expect(stderr).toContain(`Continue with: thaw resume ${sweep}\n`);
    const resumed = await asUser('resume', 'long', '--detach');
    expect(resumed.code, resumed.stderr).toBe(0);
    await until(async () => expect((await state()).own).toMatchObject({ running: 1 }));
    expect((await asUser('cancel', 'long')).code).toBe(0);
    await until(async () => expect((await state()).own).toBeUndefined());
    const removed = await asUser('delete', 'long', '--yes');
    expect(removed.code, removed.stderr).toBe(0);
  });
});

async function until(holds: () => Promise<void>, ms = 60_000): Promise<void> {
  const since = performance.now();
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (performance.now() - since > ms) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Two classes, with a test split. */
async function drawPics(folder: string): Promise<void> {
  for (const [split, count] of [
    ['train', 12],
    ['test', 4],
  ] as const) {
    for (const [c, name] of ['cat', 'dog'].entries()) {
      const place = join(folder, split, name);
      mkdirSync(place, { recursive: true });
      for (let i = 0; i < count; i += 1) {
        const background = { r: (20 * i) % 256, g: 100 * c, b: split === 'test' ? 200 : 9 };
        const image = sharp({ create: { width: 20, height: 20, channels: 3, background } });
        writeFileSync(join(place, `${i}.png`), await image.png().toBuffer());
      }
    }
  }
}
