import { existsSync, readFileSync } from 'node:fs';
import { datasetFor } from '../../assets/datasets/index.js';
import { parseSweep } from '../../config/file/parse-sweep.js';
import type { Overrides } from '../../config/yaml/overrides.js';
import { UsageError } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { SweepRow } from '../../store/port.js';
import type { World } from '../world.js';

/** What may change in a sweep that has begun: nothing that its trials are made of. */
const MAY_CHANGE: readonly (keyof SweepSpec)[] = [
  'runCap',
  'workers',
  'memory',
  'budget',
  'retries',
  'keep',
  'checkpoint',
];

/** A key of a spec as the sweep file has it. */
const SPELLED: Readonly<Partial<Record<keyof SweepSpec, string>>> = {
  runCap: 'run_cap',
  space: 'parameters',
  earlyTerminate: 'early_terminate',
  defaults: 'epochs or data.image_size',
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
      `A sweep that has begun keeps its ${refused.map(spell).join(', ')}: its trials must compare. Only ${MAY_CHANGE.map(spell).join(', ')} may change; \`thaw run\` with these changes starts a new sweep.`,
    );
  }
  return { ...spec, ...Object.fromEntries(differing.map((key) => [key, asked[key]])) };
}

/** What a user should know of the sweep file as it is now; undefined: nothing. */
export function fileNote(world: Pick<World, 'env'>, sweep: SweepRow): string | undefined {
  const { file, source } = sweep;
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  if (text === source) return undefined;
  const kept = 'This sweep goes on as it began; `thaw run` starts a new one';
  try {
    const [then, now] = [source, text].map((each) => parsed(world, sweep, each, NO_CHANGES));
    const keys = differences(then!, now!);
    if (keys.length === 0) return undefined;
    return `${file} has changed since (${keys.map(spell).join(', ')}). ${kept}`;
  } catch {
    return `${file} has changed since. ${kept}`;
  }
}

const NO_CHANGES: Overrides = { set: [] };

function parsed(
  { env }: Pick<World, 'env'>,
  { file }: SweepRow,
  text: string,
  changes: Overrides,
): SweepSpec {
  return parseSweep(text, file, changes, (source) =>
    datasetFor(source).contents(source, cacheDir(env)),
  ).spec;
}

function differences(one: SweepSpec, other: SweepSpec): readonly (keyof SweepSpec)[] {
  const keys = Object.keys(one) as readonly (keyof SweepSpec)[];
  return keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}

function spell(key: keyof SweepSpec): string {
  return SPELLED[key] ?? key;
}
