import { keyOf } from '../../core/recipe.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { Backend } from '../../device/backend.js';
import { availableBytes } from '../../machine/available-bytes.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { freeDisk } from '../../machine/files/free-disk.js';
import { type NeedsParts, needsOf } from '../../plan/needs.js';
import { planCohorts } from '../../plan/plan-cohorts.js';
import { priceTrial } from '../../plan/price-trial.js';
import { sweepSize } from '../../sweep/points/counts.js';
import { usableBackends } from '../backends/choose-backend.js';
import { devicesFor, hideGpus } from '../backends/devices.js';
import { plannedTrials } from '../planned-trials.js';
import type { World } from '../world.js';
import { type Machine, machineOf } from './machine-of.js';
import type { Room } from './room.js';
import { planLanes, processCount } from './share-memory.js';

/** Trials that are looked at before a run begins: enough to meet each value of what is listed. */
const LOOKED_AT = 256;

/** What a sweep needs and what there is, by its first trials. `db`: absolute path. */
export function lookAtRoom(
  { env, cores }: Pick<World, 'env' | 'cores'>,
  spec: SweepSpec,
  db: string,
): Room {
  const size = sweepSize(spec) ?? LOOKED_AT;
  const recipes = plannedTrials(spec, Math.min(size, LOOKED_AT)).trials.map(({ recipe }) => recipe);
  const { backend, machine } = machineFor({ env, cores }, spec);
  const options = planLanes(backend, spec, machine, size);
  const waiting = recipes.map((recipe, trial) => ({
    trial,
    group: keyOf(recipe.trunk),
    price: priceTrial(recipe, backend.speed.backward),
  }));
  const cohorts = planCohorts(waiting, options).map((cohort) =>
    cohort.waiting.map(({ trial }) => trial),
  );
  const parts = { recipes, cohorts, lanes: options.lanes, trials: size };
  return roomOf(parts, spec, backend, machine, db);
}

/**
 * The backend that a sweep will take, and what there is for its workers.
 *
 * @throws {BackendError} it does not run here, or a device that the sweep names is not here.
 */
export function machineFor(
  { env, cores }: Pick<World, 'env' | 'cores'>,
  { backend: name, devices = 'auto' }: Pick<SweepSpec, 'backend' | 'devices'>,
): { readonly backend: Backend; readonly machine: Machine } {
  hideGpus(devices, { env });
  const backend = usableBackends(name, cacheDir(env))[0]!;
  return { backend, machine: machineOf({ cores }, devicesFor(backend, devices, { env })) };
}

export function roomOf(
  parts: Pick<NeedsParts, 'recipes' | 'cohorts' | 'lanes' | 'trials'>,
  { keep, checkpoint }: Pick<SweepSpec, 'keep' | 'checkpoint'>,
  { heapBytes, processBytes }: Pick<Backend, 'heapBytes' | 'processBytes'>,
  machine: Machine,
  db: string,
): Room {
  const snapshotBytes = checkpoint && (checkpoint.maxBytes ?? Number.POSITIVE_INFINITY);
  return {
    needs: needsOf({
      ...{ ...parts, keep, snapshotBytes },
      processBytes: processCount(machine, parts.lanes) * processBytes,
    }),
    freeDisk: freeDisk(db),
    freeMemory: availableBytes(),
    heapBytes,
    deviceBytes: machine.deviceBytes,
    workers: parts.lanes,
  };
}
