import type { Readings, SweepRow } from '../../store/port.js';
import { readTried } from '../insight/tried-points.js';
import { finalLeaderboard } from '../leaderboard.js';
import { judgeBoard } from '../statistics/judge-board.js';
import { type Evidence, evidenceOf } from './evidence.js';

/** What a sweep has to say. */
export async function readEvidence(readings: Readings, sweep: SweepRow): Promise<Evidence> {
  const { judgment } = await judgeBoard({ readings }, await finalLeaderboard({ readings }, sweep));
  const classes = await classesOf(readings, sweep);
  return evidenceOf(await readTried(readings, sweep), { classes, judgment });
}

/** How many images each class has in the split that trials train and validate on; null: not kept. */
async function classesOf(readings: Readings, { id }: SweepRow): Promise<Evidence['classes']> {
  const [made] = await readings.allMadeOf(id);
  const listing = made?.fingerprint.data ? await readings.listing(made.fingerprint.data) : null;
  if (!listing) return null;
  const counts = new Map(listing.classNames.map((name) => [name, 0]));
  for (const { className, split } of listing.files) {
    if (split !== 'train') continue;
    // One file with images of several classes: who knows how many of each.
    if (className === null) return null;
    counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  return counts;
}
