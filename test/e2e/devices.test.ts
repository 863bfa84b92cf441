import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { describeBackend } from '../golden/backends.js';
import { leftIn } from './left-in.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

const NO_PROCESS = fileURLToPath(new URL('../fakes/no-process.cjs', import.meta.url));

/** Two trunks, forks, dropout, MixUp and slots, in long enough epochs to be killed in. */
const SWEEP = (backend: string) => `
epochs: 12
backend: ${backend}
workers: auto
keep: 2
checkpoint: { every: 50ms }
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  scheduler: { values: [plateau, cosine] }
  optimizer: { values: [adam, sgd] }
  augmentation: { values: [mixup, crop-flip] }
  dropout: { value: 0.2 }
`;

/** Two processes on the processor that stand for two GPUs. */
const TWO = { env: { THAW_CHILDREN: '2' } };

/** The processes of workers that there are, with who started them; the dead have no arguments. */
function workerProcesses(): readonly { readonly pid: number; readonly parent: number }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return lines
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*worker-process\.js/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

function workersOf(run: number): readonly number[] {
  return workerProcesses().flatMap(({ pid, parent }) => (parent === run ? pid : []));
}

async function allGone(pids: readonly number[], ms: number): Promise<boolean> {
  const started = performance.now();
  while (workerProcesses().some(({ pid }) => pids.includes(pid))) {
    if (performance.now() - started > ms) return false;
    await sleep(20);
  }
  return true;
}

for (const backend of ['wasm', 'tensorflow']) {
  describeBackend(backend, 'a sweep over two devices', () => {
    let whole: Awaited<ReturnType<typeof leftIn>>;
    const sweep = { 'sweep.yaml': SWEEP(backend) };

    async function expectWhole(folder: string) {
      const left = await leftIn(folder);
      expect(left.learned).toEqual(whole.learned);
      expect(left.weights).toEqual(whole.weights);
      expect(left.files).toEqual(whole.files);
      return left.attempts.map((its) => its.at(-1)!.provenance!.device);
    }

    beforeAll(async () => {
      const folder = folderWith(sweep);
      const run = await thaw(['run', 'sweep.yaml', '--workers', '1'], folder);
      expect(run.code, run.stderr).toBe(0);
      whole = await leftIn(folder);
    }, 200_000);

    test('uses both, and ends as one over a single thread, to the bit', async () => {
      const folder = folderWith(sweep);
      const run = await thaw(['run', 'sweep.yaml'], folder, TWO);
      expect(run.code, run.stderr).toBe(0);
      expect(run.stderr).toMatch(/16 trials on \w+ \(2 x CPU, .*\), 2 workers/);
      const devices = (await expectWhole(folder)).map((device) => /\((.*)\)/.exec(device)?.[1]);
      expect(new Set(devices)).toEqual(new Set(['GPU-0-pretended', 'GPU-1-pretended']));
    }, 200_000);

    test('ends as ever where each loses its process, one of them twice', async () => {
      const folder = folderWith(sweep);
      const { process: child, finished } = startThaw(['run', 'sweep.yaml'], folder, TWO);
      await lineOf(child.stderr!, /trial \d+ epoch/);
      for (const victim of [0, 1, 0]) {
        const pid = workersOf(child.pid!)[victim];
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
        await sleep(700);
      }
      const run = await finished;
      expect(run.code, run.stderr).toBe(0);
      await expectWhole(folder);
      const { attempts } = await leftIn(folder);
      const errors = attempts.flat().flatMap(({ error }) => error ?? []);
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['E_KILLED']));
    }, 200_000);

    test('stopped by Ctrl-C ends within a second, with all its processes, and goes on', async () => {
      const folder = folderWith(sweep);
      const { process: child, finished } = startThaw(['run', 'sweep.yaml'], folder, TWO);
      await lineOf(child.stderr!, /trial \d+ epoch/);
      const workers = workersOf(child.pid!);
      expect(workers).toHaveLength(2);
      // As a terminal does: to all of them.
      for (const pid of [...workers, child.pid!]) process.kill(pid, 'SIGINT');
      expect((await finished).code).toBe(130);
      expect(await allGone(workers, 1000)).toBe(true);
      const rest = await thaw(['resume'], folder, TWO);
      expect(rest.code, rest.stderr).toBe(0);
      await expectWhole(folder);
    }, 200_000);

    test('that is killed leaves no process behind', async () => {
      const folder = folderWith(sweep);
      const { process: child, finished } = startThaw(['run', 'sweep.yaml'], folder, TWO);
      await lineOf(child.stderr!, /trial \d+ epoch/);
      const workers = workersOf(child.pid!);
      expect(workers).toHaveLength(2);
      child.kill('SIGKILL');
      await finished;
      expect(await allGone(workers, 1000)).toBe(true);
    }, 200_000);
  });
}

describeBackend('tensorflow', 'devices', () => {
  test('one of which does not start stop the sweep before it begins, by name', async () => {
    const folder = folderWith({ 'sweep.yaml': SWEEP('auto') });
    const env = { ...TWO.env, NODE_OPTIONS: `--require ${NO_PROCESS}` };
    const run = await thaw(['run', 'sweep.yaml'], folder, { env });
    expect(run.stderr).toContain('The worker process of GPU 1 (pretended) ended (exit code 9)');
    expect(run.code).toBe(3);
    const rest = await thaw(['run', 'sweep.yaml', '--devices', '0', '--trials', '1'], folder, {
      env,
    });
    expect(rest.code, rest.stderr).toBe(0);
  }, 200_000);

  test('that are not there are told of with those that are', async () => {
    const folder = folderWith({ 'sweep.yaml': SWEEP('auto') });
    const run = await thaw(['run', 'sweep.yaml', '--devices', '1,GPU-7,5'], folder, TWO);
    expect(run.stderr).toMatch(/Devices GPU-7, 5: .*There are:\s+0 +pretended +GPU-0-pretended/s);
    expect(run.code).toBe(3);
    const word = await thaw(['run', 'sweep.yaml', '--devices', 'both'], folder, TWO);
    expect(word.stderr).toContain('--devices expects auto, none, or a list');
    expect(word.code).toBe(2);
  });

  test('none: the processor, in a thread', async () => {
    const folder = folderWith({ 'sweep.yaml': SWEEP('tensorflow') });
    const args = ['run', 'sweep.yaml', '--devices', 'none', '--trials', '2'];
    const run = await thaw(args, folder, TWO);
    expect(run.stderr).toMatch(/on tensorflow \(CPU, \d+ threads?\), 1 worker$/m);
    expect(run.code, run.stderr).toBe(0);
    const other = await thaw(['plan', 'sweep.yaml', '--format', 'json'], folder, TWO);
    expect(JSON.parse(other.stdout)).toMatchObject({ estimate: { workers: 2 } });
  }, 200_000);
});

test('devices of a backend that has none are refused with the reason', async () => {
  const folder = folderWith({ 'sweep.yaml': `${SWEEP('wasm')}devices: [0]\n` });
  const run = await thaw(['run', join(folder, 'sweep.yaml')], folder);
  expect(run.stderr).toContain('backend wasm: it computes on the processor alone');
  expect(run.code).toBe(3);
});
