import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rngFor } from '../../../src/core/random.js';
import type { MadeSnapshot, SnapshotSource } from '../../../src/core/snapshots/snapshot.js';
import type { Params } from '../../../src/core/space.js';
import type { Engine } from '../../../src/device/backend.js';
import { type How, type Lab, openLab, type Trained } from './lab.js';

const FIXED = { image_size: 32, batch_size: 4, learning_rate: 0.01, epochs: 4 };

/** Trials that part at different times, with all that a branch can hold. */
const MIXED: readonly Params[] = [
  { ...FIXED, scheduler: 'constant', optimizer: 'adam' },
  { ...FIXED, scheduler: { type: 'step', step_size: 2 }, optimizer: 'adam' },
  { ...FIXED, scheduler: { type: 'plateau', patience: 0 }, optimizer: 'adam' },
  { ...FIXED, scheduler: 'cosine', epochs: 2 },
  { ...FIXED, scheduler: 'one_cycle', unfrozen_layers: 'layer4.2' },
  { ...FIXED, optimizer: { type: 'rmsprop', momentum: 0.9, centered: true } },
].map((each) => ({ augmentation: 'mixup', dropout: 0.3, ...each }));

/** What going on from a snapshot promises, on any engine: the bits of training undisturbed. */
export function snapshotSuite(load: () => Promise<Engine>): void {
  let engine: Engine;
  let lab: Lab;
  let folder: string;
  let whole: readonly Trained[];

  beforeAll(async () => {
    engine = await load();
    lab = await openLab(engine, { train: 13, val: 5 });
    folder = mkdtempSync(join(tmpdir(), 'thaw-snapshots-'));
    whole = (await lab.train(MIXED)).trials;
  }, 120_000);
  afterAll(() => {
    lab.close();
    rmSync(folder, { recursive: true });
  });

  function orders(change = {}) {
    const base = join(folder, `cohort-${Math.random()}`);
    return { base, epochs: true, everyMs: 1e9, maxBytes: null, ...change };
  }

  function sourceOf({ part, sha256, epoch, step }: MadeSnapshot): SnapshotSource {
    return { path: part, sha256, epoch, step };
  }

  /** Goes on from a snapshot, until it is stopped again or ends; what it gives, beside what was. */
  async function goOn(
    from: SnapshotSource,
    before: readonly Trained[],
    interruptAfter = Number.POSITIVE_INFINITY,
  ) {
    const ended = before.flatMap(({ state }, t) => (state === 'finished' ? [t] : []));
    let last: MadeSnapshot | undefined;
    const { trials } = await lab.train(MIXED, {
      from,
      orders: orders(),
      without: new Set(ended),
      interruptAfter,
      onSnapshot: (made) => {
        last = made;
      },
    });
    const joined = trials.map((trial, t) => {
      const kept = before[t]!.reports.slice(0, ended.includes(t) ? undefined : from.epoch);
      return ended.includes(t) ? before[t]! : { ...trial, reports: [...kept, ...trial.reports] };
    });
    return { joined, last };
  }

  test('stopped anywhere, any number of times, learns what it learns undisturbed', async () => {
    const rng = rngFor('stops');
    for (let round = 0; round < 4; round += 1) {
      let last: MadeSnapshot | undefined;
      const onSnapshot = (made: MadeSnapshot) => {
        last = made;
      };
      const first = { orders: orders(), onSnapshot, interruptAfter: 5 + Math.floor(rng() * 60) };
      let trials = (await lab.train(MIXED, first)).trials;
      while (trials.some(({ state }) => state === 'interrupted')) {
        const after = 5 + Math.floor(rng() * 60);
        const next = await goOn(sourceOf(last!), trials, after);
        trials = next.joined;
        last = next.last ?? last;
      }
      expect(trials).toEqual(whole);
    }
  }, 300_000);

  test('killed, repeats what came after its last snapshot with the same numbers', async () => {
    const all: MadeSnapshot[] = [];
    const onSnapshot = (made: MadeSnapshot) => void all.push(made);
    const { trials } = await lab.train(MIXED, { orders: orders(), interruptAfter: 37, onSnapshot });
    const old = sourceOf(all.at(-1)!);
    const later = await goOn(old, trials, 40);
    expect(later.last!.epoch).toBeGreaterThan(old.epoch);
    expect((await goOn(old, trials)).joined).toEqual(whole);
  }, 300_000);

  test('paused and promoted, alone or with others, learns what it learns undisturbed', async () => {
    /** Goes on with some of those that wait, which may pause again; the snapshot that they leave. */
    async function run(their: readonly number[], how: How) {
      const waiting: MadeSnapshot[] = [];
      const { trials } = await lab.train(MIXED, {
        ...how,
        orders: orders(),
        without: new Set([...MIXED.keys()].filter((t) => !their.includes(t))),
        onSnapshot: (made) => {
          if (made.part.includes('.paused.')) waiting.push(made);
        },
      });
      return { trials, waiting };
    }

    const before = lab.tensors();
    const pauses = new Map([0, 1, 2, 4].map((t) => [t, 1]));
    const first = await run([0, 1, 2, 3, 4, 5], { pauses });
    expect(first.waiting.map(({ trialIds, epoch }) => [trialIds, epoch])).toEqual([
      [[0, 1, 2, 4], 2],
    ]);
    const from = sourceOf(first.waiting[0]!);
    const alone = await run([1], { from });
    const others = await run([0, 4], { from, pauses: new Map([[4, 2]]) });
    const last = await run([4], { from: sourceOf(others.waiting[0]!) });
    const reports = (...parts: readonly (readonly Trained[])[]) =>
      MIXED.map((_, t) => parts.flatMap((trials) => trials[t]!.reports));
    const joined = reports(first.trials, alone.trials, others.trials, last.trials);
    for (const t of [0, 1, 3, 4, 5]) expect(joined[t]).toEqual(whole[t]!.reports);
    expect(alone.trials[1]!.weights).toBe(whole[1]!.weights);
    expect(others.trials[0]!.weights).toBe(whole[0]!.weights);
    expect(last.trials[4]!.weights).toBe(whole[4]!.weights);
    // What a cohort before kept for the next may be gone.
    expect(lab.tensors()).toBeLessThanOrEqual(before);
  }, 300_000);

  test('says that trials which wait start over, where there is no room for them', async () => {
    const pauses = new Map([[0, 1]]);
    await expect(
      lab.train([FIXED], { pauses, orders: orders({ maxBytes: 9, epochs: false }) }),
    ).rejects.toThrow('checkpoint.max_bytes leaves 9: trials that wait start over');
  });

  test('leaves no tensor behind', async () => {
    let last: MadeSnapshot | undefined;
    const before = lab.tensors();
    const { trials } = await lab.train(MIXED, {
      orders: orders(),
      interruptAfter: 30,
      onSnapshot: (made) => {
        last = made;
      },
    });
    expect(lab.tensors()).toBe(before);
    await goOn(sourceOf(last!), trials);
    expect(lab.tensors()).toBe(before);
  }, 120_000);

  test('says what is wrong with a snapshot it cannot go on from', async () => {
    let last: MadeSnapshot | undefined;
    await lab.train(MIXED, {
      orders: orders(),
      interruptAfter: 30,
      onSnapshot: (made) => {
        last = made;
      },
    });
    const from = sourceOf(last!);
    const bytes = readFileSync(from.path);
    bytes[bytes.length - 9]! ^= 1;
    writeFileSync(from.path, bytes);
    await expect(lab.train(MIXED, { from })).rejects.toThrow('is damaged');
    await expect(lab.train(MIXED, { from: { ...from, path: `${from.path}x` } })).rejects.toThrow(
      'cannot be read',
    );
  });
}
