import { createHash } from 'node:crypto';
import type { Recipe } from '../../../src/core/recipe.js';
import type { SnapshotRule } from '../../../src/core/snapshots/snapshot-rule.js';
import type { TrialEnd } from '../../../src/core/trial.js';
import type { Verdict } from '../../../src/core/verdict.js';
import type { TrialReported } from '../../../src/fleet/protocol/messages.js';
import type { SnapshotBlob } from '../../../src/fleet/protocol/order.js';
import { fakeReport } from '../../fakes/specs.js';

/** What trains by sums tells, wherever it runs. Nothing comes back from one that has died. */
export interface SumsEvents {
  begin(): Promise<void>;
  epoch(reports: readonly TrialReported[]): Promise<ReadonlyMap<number, Verdict>>;
  end(end: TrialEnd): Promise<void>;
  snapshot(made: SnapshotBlob, trialIds: readonly number[]): Promise<void>;
  noSnapshot(why: string, startOver: boolean): Promise<void>;
  /** All trials are to stop. */
  stops(): boolean;
}

export interface SumsCohort {
  readonly name: string;
  readonly trials: readonly { readonly trialId: number; readonly recipe: Recipe }[];
  readonly from: { readonly sha256: string; readonly epoch: number } | null;
  readonly snapshots: SnapshotRule | null;
}

/** Snapshots by their digests. */
export type Blobs = Map<string, string>;

/**
 * Trains by a sum that no epoch may be left out of or done twice in, with snapshots as workers take
 * them: of those that pause, of all at a stop, and after every other epoch.
 */
export async function trainSums(
  { name, trials, from, snapshots }: SumsCohort,
  blobs: Blobs,
  events: SumsEvents,
): Promise<void> {
  const recipes = new Map(trials.map(({ trialId, recipe }) => [trialId, recipe] as const));
  let count = 0;

  async function snapshot(sums: ReadonlyMap<number, number>, epoch: number, ending: string) {
    if (!snapshots || sums.size === 0) return;
    count += 1;
    const text = JSON.stringify([...sums]);
    const sha256 = createHash('sha256').update(text).digest('hex');
    blobs.set(sha256, text);
    const file = `cohort-${name}-${count}${ending}`;
    await events.snapshot({ file, sha256, bytes: text.length, epoch, step: 0 }, [...sums.keys()]);
  }

  await events.begin();
  const text = from && blobs.get(from.sha256);
  if (from && !text) await events.noSnapshot('it is gone', true);
  const stored = new Map<number, number>(text ? JSON.parse(text) : []);
  let sums = new Map(trials.map(({ trialId }) => [trialId, stored.get(trialId) ?? 0] as const));
  for (let epoch = text ? from!.epoch : 0; sums.size > 0; epoch += 1) {
    if (events.stops()) {
      await snapshot(sums, epoch, '.snapshot');
      for (const trialId of sums.keys()) await events.end({ trialId, how: 'interrupted' });
      return;
    }
    sums = new Map(Array.from(sums, ([id, sum]) => [id, sumAfter(sum, recipes.get(id)!, epoch)]));
    const verdicts = await events.epoch(
      Array.from(sums, ([trialId, sum]) => ({ trialId, report: fakeReport(epoch, sum) })),
    );
    const isLast = (id: number) => epoch + 1 >= recipes.get(id)!.pace.epochs;
    const those = (verdict: Verdict) =>
      new Map([...sums].filter(([id]) => verdicts.get(id) === verdict && !isLast(id)));
    const finished = [...sums.keys()].filter(isLast);
    await snapshot(those('pause'), epoch + 1, '.paused.snapshot');
    for (const trialId of those('pause').keys()) await events.end({ trialId, how: 'paused' });
    for (const trialId of those('stop').keys()) await events.end({ trialId, how: 'stopped' });
    for (const trialId of finished) await events.end({ trialId, how: 'finished' });
    sums = those('continue');
    if (epoch % 2 === 0) await snapshot(sums, epoch + 1, '.snapshot');
  }
}

function sumAfter(sum: number, { trunk, pace }: Recipe, epoch: number): number {
  const isCrossing = trunk.augmentation.name.startsWith('crossing');
  const wobble = isCrossing ? Math.sin(1e4 * pace.learningRate * (epoch + 1)) / 4 : 0;
  return sum * 0.5 + pace.learningRate * (epoch + 1) + wobble;
}
