import type { Dataset } from '../assets/datasets/dataset.js';
import { datasetFor } from '../assets/datasets/index.js';
import { weightsFor } from '../assets/weights/index.js';
import type { NetworkWeights } from '../assets/weights/weights.js';
import { DEVICE_SHARES } from '../core/devices/device-shares.js';
import { BackendError } from '../core/errors.js';
import type { TrunkRecipe } from '../core/recipe.js';
import type { DataSpec, ModelSpec } from '../core/sweep.js';
import type { Backend, Engine } from '../device/backend.js';
import { backends } from '../device/backends/index.js';
import { watchKernels } from '../device/watched-kernels.js';
import type { PreparedOn } from './input/network-input.js';
import { createResidentImages, type ResidentImages } from './input/resident-images.js';
import { createFeatureCache } from './trunk/feature-cache.js';
import { createFrozenNetwork, type FrozenNetwork } from './trunk/frozen-network.js';
import { createKeptFeatures, type KeptFeatures } from './trunk/kept-features.js';

/**
 * What one worker keeps loaded between tasks: its engine for good, the frozen outputs that fit,
 * and the last weights, network and data set. Sweeps seldom change those from trial to trial, and
 * loading them takes seconds.
 */
export interface Loaded {
  readonly engine: Engine;
  readonly features: KeptFeatures;
  weights(model: ModelSpec, seed: number): Promise<NetworkWeights>;
  /** @throws {BackendError} this machine has no such precision. */
  network(weights: NetworkWeights, form: Pick<TrunkRecipe, 'stem' | 'precision'>): FrozenNetwork;
  dataset(data: DataSpec): Promise<LoadedDataset>;
  readonly preparedOn: PreparedOn;
}

export interface LoadedDataset {
  readonly dataset: Dataset;
  /** Its images on the device, where they are prepared there. */
  readonly resident: ResidentImages | null;
}

/** A backend's name, and the folder that keeps what was fetched. */
export interface LoadedFrom {
  readonly backend: string;
  readonly cacheDir: string;
}

let opened: Promise<Loaded> | undefined;

/**
 * What this worker keeps loaded: its engine at first.
 *
 * @throws {BackendError} unknown backend, or it cannot run here.
 */
export function openLoaded({ backend, cacheDir }: LoadedFrom): Promise<Loaded> {
  opened ??= findBackend(backend)
    .load(cacheDir)
    .then((engine) => {
      const watched = { ...engine, kernels: watchKernels(engine.kernels) };
      return createLoaded(watched, cacheDir, engine.programs ? 'device' : 'host');
    });
  return opened;
}

export function createLoaded(
  engine: Engine,
  cacheDir: string,
  preparedOn: PreparedOn = 'host',
): Loaded {
  const weights = keepLast<Promise<NetworkWeights>>(() => {});
  const network = keepLast<FrozenNetwork>((old) => old.dispose());
  const dataset = keepLast<Promise<LoadedDataset>>((old) =>
    old.then(
      ({ dataset, resident }) => {
        resident?.dispose();
        dataset.close();
      },
      () => undefined,
    ),
  );

  async function openDataset(data: DataSpec): Promise<LoadedDataset> {
    const opened = await datasetFor(data.source).open(data, cacheDir);
    const bytes = (engine.info.memoryBytes ?? 0) * DEVICE_SHARES.images;
    const resident =
      preparedOn === 'device' ? createResidentImages(engine.kernels, opened, bytes) : null;
    return { dataset: opened, resident };
  }

  return {
    engine,
    features: createKeptFeatures(engine, createFeatureCache()),
    weights: (model, seed) =>
      weights([model.architecture, model.weights, model.prefix, seed], () =>
        weightsFor(model.weights).load(model, cacheDir, seed),
      ),
    network: (of, { stem, precision }) =>
      network([of.network.name, of.hash, stem, precision], () =>
        createFrozenNetwork(engine.kernels, of, {
          ...{ stem, precision, forPrograms: engine.programs !== undefined },
        }),
      ),
    dataset: (data) =>
      dataset([data.source, data.decodeSize, data.valFrom], () => openDataset(data)),
    preparedOn,
  };
}

function findBackend(name: string): Backend {
  const backend = backends.find((candidate) => candidate.name === name);
  if (backend) return backend;
  const known = backends.map((candidate) => candidate.name).join(', ');
  throw new BackendError(`no backend is called "${name}"; expected one of: ${known}`);
}

/**
 * Remembers the value of the last key asked for, and releases it when another one is. A promise that
 * rejects is forgotten: a trial that is tried again, alone, may find what was lacking.
 */
function keepLast<Value>(release: (old: Value) => unknown) {
  let kept: { readonly key: string; readonly value: Value } | undefined;
  return (parts: readonly unknown[], make: () => Value): Value => {
    const key = JSON.stringify(parts);
    if (kept?.key === key) return kept.value;
    if (kept) release(kept.value);
    kept = undefined;
    const made = { key, value: make() };
    kept = made;
    if (made.value instanceof Promise) {
      made.value.catch(() => {
        if (kept === made) kept = undefined;
      });
    }
    return made.value;
  };
}
