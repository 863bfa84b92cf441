import { basename, extname } from 'node:path';
import type { z } from 'zod';
import type { Choice } from '../../core/json.js';
import type { SweepSpec } from '../../core/sweep.js';
import { builtinSets } from '../../images/augmentation-sets.js';
import { networkCalled, networks } from '../../networks/index.js';
import type { NetworkDef } from '../../networks/network.js';
import { checkRules } from '../rules/index.js';
import { readSpace } from '../space/read-space.js';
import { readConstraints } from '../space/ties/read-formula.js';
import { check } from '../words/check.js';
import type { Findings } from '../words/findings.js';
import { expandPaths } from './expand-paths.js';
import { resolveCheckpoint } from './keys/checkpoint-key.js';
import { resolveObjectives } from './keys/metrics-key.js';
import { resolveRepeats } from './keys/repeats-key.js';
import { resolveWarmStart } from './keys/warm-start-key.js';
import type { FileReading, Keys } from './reading.js';
import { resolveData } from './resolve-data.js';
import { resolveModel } from './resolve-model.js';
import { resolvePoints } from './resolve-points.js';
import { resolveRunCap } from './run-cap.js';
import { type SweepKey, sweepKeys } from './sweep-keys.js';

type Root = Readonly<Record<string, unknown>>;

/** The whole file, resolved; undefined if something kept it from being so, all of it noted. */
export function resolveSweep(root: Root, reading: FileReading): SweepSpec | undefined {
  const { findings, file } = reading;
  const keys = expandPaths(readKeys(root, findings), reading);
  const augmentations = ownSets(root.augmentations, keys.augmentations, findings);
  const context = {
    augmentations: { ...builtinSets, ...augmentations },
    networks: networksOf(keys, findings),
  };
  const seen = {
    ...{ keys, context, reading },
    defaults: { epochs: keys.epochs ?? 1, imageSize: keys.data?.image_size ?? 64 },
  };
  const space = readSpace(root, seen);
  const data = keys.data && resolveData(keys.data, root, space, reading);
  const model = keys.model && resolveModel(keys.model, reading);
  const objectives = resolveObjectives(keys, root, findings);
  const constraints = readConstraints(keys.constraints ?? [], { space, findings });
  checkRules({ file, root, keys, space, data: data ?? null, findings });
  const made = data && model && objectives && { data, model, metric: objectives[0], augmentations };
  const tried = resolvePoints({ space, constraints }, made, seen);
  const runCap = keys.method ? resolveRunCap(keys.method, keys, space, reading, tried) : null;

  if (findings.errors.length > 0 || !(data && model && objectives && isWhole(keys)))
    return undefined;
  const [{ name: metric, goal }] = objectives;
  return {
    name: keys.name ?? basename(file, extname(file)),
    description: keys.description ?? null,
    method: keys.method,
    metric: { name: metric, goal },
    objectives,
    space,
    constraints,
    points: tried.points,
    warmStart: resolveWarmStart(keys.warm_start ?? null),
    repeats: resolveRepeats(keys.repeats),
    sharing: keys.sharing,
    runCap,
    seed: keys.seed,
    defaults: { epochs: keys.epochs, imageSize: keys.data.image_size },
    data,
    model,
    augmentations,
    backend: keys.backend,
    devices: keys.devices,
    exact: keys.exact,
    workers: keys.workers,
    memory: keys.memory,
    order: keys.order,
    budget: {
      wallMs: keys.budget.wall ?? null,
      onWall: keys.budget.on_wall,
      trialMs: keys.budget.trial ?? null,
      onTrial: keys.budget.on_trial,
      diskBytes: keys.budget.disk ?? null,
      onDisk: keys.budget.on_disk,
    },
    retries: keys.retries,
    earlyTerminate: keys.early_terminate ?? null,
    keep: keys.keep,
    checkpoint: resolveCheckpoint(keys.checkpoint),
  };
}

/** Keys that have a value in every sweep. */
const NEEDED = [
  ...(['method', 'seed', 'epochs', 'data', 'backend', 'devices', 'exact', 'workers'] as const),
  ...(['memory', 'order', 'budget', 'retries', 'keep', 'checkpoint'] as const),
  ...(['repeats', 'sharing'] as const),
] as const satisfies readonly SweepKey[];

type Whole = { readonly [Key in (typeof NEEDED)[number]]: NonNullable<Keys[Key]> };

function isWhole(keys: Keys): keys is Keys & Whole {
  return NEEDED.every((key) => (keys[key] ?? undefined) !== undefined);
}

function readKeys(root: Root, findings: Findings): Keys {
  return Object.fromEntries(
    Object.entries(sweepKeys).map(([key, schema]: [string, z.ZodType]) => {
      const value = root[key] ?? undefined;
      return [key, check(schema, value, [key], findings) ?? salvage(schema, value)];
    }),
  );
}

/**
 * A map without what is wrong in it, so that the rest can be checked further: a misspelled
 * `image_size` must not hide that there are too few images.
 */
function salvage(schema: z.ZodType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const issues = schema.safeParse(value).error?.issues ?? [];
  const wrong = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [issue.path[0]],
  );
  if (wrong.some((key) => (ENTWINED as readonly unknown[]).includes(key))) return undefined;
  const rest = Object.entries(value).filter(([key]) => !wrong.includes(key));
  return schema.safeParse(Object.fromEntries(rest)).data;
}

/** Keys without which the others of their map can't be judged. */
const ENTWINED: readonly unknown[] = ['source', 'train', 'val', 'type', 'name'];

/** The network that the file names; all, where it names none that there is. */
function networksOf({ model }: Keys, { errors }: Findings): readonly NetworkDef[] {
  const isWrong = errors.some(({ path }) => path.startsWith('model.architecture'));
  return isWrong || !model ? networks : [networkCalled(model.architecture)];
}

/** The file's own sets; a wrong one is there as an empty one, so that its name is known. */
function ownSets(
  given: unknown,
  sets: Readonly<Record<string, readonly Choice[]>> = {},
  findings: Findings,
): Readonly<Record<string, readonly Choice[]>> {
  const named = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  for (const name of named.filter((name) => Object.hasOwn(builtinSets, name))) {
    findings.error(['augmentations', name], `${name} is built in: choose another name`, 'key');
  }
  return { ...Object.fromEntries(named.map((name) => [name, []])), ...sets };
}
