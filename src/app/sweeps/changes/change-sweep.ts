import { existsSync } from 'node:fs';
import { allowsFor } from '../../../config/allows.js';
import { readSweepText } from '../../../config/file/load-sweep.js';
import { parseSweep } from '../../../config/file/parse-sweep.js';
import type { Overrides } from '../../../config/yaml/overrides.js';
import type { Contents } from '../../../core/data/contents.js';
import { UsageError } from '../../../core/errors.js';
import type { Params } from '../../../core/space.js';
import type { SweepSpec } from '../../../core/sweep.js';
import type { SweepRow } from '../../../store/port.js';
import type { World } from '../../world.js';
import { isSame } from './is-same.js';
import { refusals, toldOf } from './may-change.js';
import { namedBy, spell } from './spelling.js';
import { widenedSpace } from './widened-space.js';

/** A sweep that has begun, and what it is to be from now on. */
export interface ChangedSweep {
  readonly spec: SweepSpec;
  /** The file's text that it follows. */
  readonly source: string;
  /** What is otherwise, a phrase each. Empty: nothing. */
  readonly told: readonly string[];
}

/** What is to be otherwise. */
export interface Asked {
  readonly changes: Overrides;
  /** A text in place of the file's as it was; absent: that. */
  readonly text?: string | undefined;
}

/**
 * The sweep with what a text or the command line changes in it; what flags had set before stays.
 * `trials`: the points that have trials.
 *
 * @throws {UsageError} some of it would make its trials meaningless: what, and why.
 * @throws {ConfigError}
 */
export function changedSweep(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  { changes, text = sweep.source }: Asked,
  trials: readonly Params[],
): ChangedSweep {
  const { spec, source } = sweep;
  const then = parsed(world, sweep, source, NO_CHANGES);
  const now = parsed(world, sweep, text, changes);
  // What a flag names may be what the file has, and yet another than what a flag before it set.
  const keys = [...new Set([...differences(then, now), ...namedBy(changes)])];
  const widened = widenedSpace(spec.space, then.space, now.space, trials);
  const others = keys.filter((key) => key !== 'space' && !isSame(spec[key], now[key]));
  const changed: SweepSpec = {
    ...spec,
    ...Object.fromEntries(others.map((key) => [key, now[key]])),
    space: widened.space,
  };
  const lost = others.includes('constraints') ? refusedPoints(spec, changed, trials) : 0;
  const refused = [
    ...widened.refused,
    ...refusals(others, spec, now),
    ...(lost > 0 ? [`constraints: ${lost} of the points there would not be allowed any more`] : []),
  ];
  if (refused.length > 0) {
    throw new UsageError([
      'A sweep that has begun keeps what its trials are made of and compared by:',
      ...refused.map((why) => `  ${why}`),
      'It takes more trials, values, wider ranges and repeats; `thaw run` with these changes starts a new sweep.',
    ]);
  }
  return { spec: changed, source: text, told: [...widened.told, ...toldOf(others, spec, now)] };
}

/** Points that constraints let pass before, and no longer do. */
function refusedPoints(then: SweepSpec, now: SweepSpec, trials: readonly Params[]): number {
  const [before, after] = [allowsFor(then), allowsFor(now)];
  return trials.filter((params) => before(params) && !after(params)).length;
}

/**
 * What a user should know of the sweep file as it is now; undefined: nothing. `trials`: the points
 * that have trials, asked for if it has changed.
 */
export async function fileNote(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  trials: () => Promise<readonly Params[]>,
): Promise<string | undefined> {
  const { id, file, source } = sweep;
  if (!existsSync(file)) return undefined;
  const kept = 'This sweep goes on as it began; `thaw run` starts a new one';
  try {
    const text = readSweepText(file);
    if (text === source) return undefined;
    const [then, now] = [source, text].map((each) => parsed(world, sweep, each, NO_CHANGES));
    const keys = differences(then!, now!);
    if (keys.length === 0) return undefined;
    const changed = `${file} has changed since (${spell(keys)}).`;
    return takes(world, sweep, text, await trials())
      ? `${changed} This sweep goes on as it began; \`thaw extend ${id}\` takes these changes`
      : `${changed} ${kept}`;
  } catch {
    return `${file} has changed since. ${kept}`;
  }
}

function takes(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  text: string,
  trials: readonly Params[],
): boolean {
  try {
    return changedSweep(world, sweep, { changes: NO_CHANGES, text }, trials).told.length > 0;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

const NO_CHANGES: Overrides = { set: [] };

/** Images and weights are not looked at: they may have moved, and neither may change here. */
function parsed(
  { env }: Pick<World, 'env'>,
  { file }: SweepRow,
  text: string,
  changes: Overrides,
): SweepSpec {
  const outside = { env, lookAtWeights: () => undefined };
  return parseSweep(text, file, changes, () => IMAGES, outside).spec;
}

/** As many as any file asks for. */
const IMAGES: Contents = {
  classNames: ['image'],
  counts: { train: [1e9], val: [1e9], test: [1e9] },
  unreadable: [],
  notes: [],
};

function differences(one: SweepSpec, other: SweepSpec): readonly (keyof SweepSpec)[] {
  const keys = Object.keys(one) as readonly (keyof SweepSpec)[];
  return keys.filter((key) => !isSame(one[key], other[key]));
}
