import { existsSync } from 'node:fs';
import { readSweepText } from '../../config/file/load-sweep.js';
import { parseSweep } from '../../config/file/parse-sweep.js';
import type { Overrides } from '../../config/yaml/overrides.js';
import type { Contents } from '../../core/data/contents.js';
import { UsageError } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { SweepRow } from '../../store/port.js';
import type { World } from '../world.js';

/** What may change in a sweep that has begun: nothing that its trials are made of. */
const MAY_CHANGE: readonly (keyof SweepSpec)[] = [
  'runCap',
  'repeats',
  'workers',
  'devices',
  'exact',
  'memory',
  'budget',
  'retries',
  'keep',
  'checkpoint',
];

/** Keys of a spec that are written otherwise in a sweep file. */
const SPELLED: Readonly<Partial<Record<keyof SweepSpec, string>>> = {
  runCap: 'run_cap',
  warmStart: 'warm_start',
  space: 'parameters',
  earlyTerminate: 'early_terminate',
  defaults: 'epochs (or image_size)',
};

/**
 * The sweep with what the command line changes in it.
 *
 * @throws {UsageError} one of the changes would make other trials of it: which.
 * @throws {ConfigError}
 */
export function changedSpec(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  changes: Overrides,
): SweepSpec {
  const { source, spec } = sweep;
  const asked = parsed(world, sweep, source, changes);
  const differing = differences(parsed(world, sweep, source, NO_CHANGES), asked);
  const refused = differing.filter((key) => !MAY_CHANGE.includes(key));
  if (refused.length > 0) {
    throw new UsageError(
      `A sweep that has begun keeps its ${spell(refused)}: its trials must compare. Only ${spell(MAY_CHANGE)} may change; \`thaw run\` with these changes starts a new sweep.`,
    );
  }
  return { ...spec, ...Object.fromEntries(differing.map((key) => [key, asked[key]])) };
}

/** What a user should know of the sweep file as it is now; undefined: nothing. */
export function fileNote(world: Pick<World, 'env'>, sweep: SweepRow): string | undefined {
  const { file, source } = sweep;
  if (!existsSync(file)) return undefined;
  const kept = 'This sweep goes on as it began; `thaw run` starts a new one';
  try {
    const text = readSweepText(file);
    if (text === source) return undefined;
    const [then, now] = [source, text].map((each) => parsed(world, sweep, each, NO_CHANGES));
    const keys = differences(then!, now!);
    if (keys.length === 0) return undefined;
    return `${file} has changed since (${spell(keys)}). ${kept}`;
  } catch {
    return `${file} has changed since. ${kept}`;
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
  return keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}

/** In a sweep file's words. */
function spell(keys: readonly (keyof SweepSpec)[]): string {
  return keys.map((key) => SPELLED[key] ?? key).join(', ');
}
