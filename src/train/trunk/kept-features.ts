import { DEVICE_SHARES } from '../../core/devices/device-shares.js';
import type { Engine } from '../../device/backend.js';
import { createDeviceRows, type DeviceRows } from './device-rows.js';
import type { FeatureCache, FeatureCacheLimits, KeptRows } from './feature-cache.js';
import type { Kept } from './kept.js';

/**
 * Frozen outputs that repeat: on the device while they fit there, where that saves bringing them back;
 * else as `FeatureCache` keeps them. Where they lie never changes a result.
 */
export interface KeptFeatures {
  /** As `FeatureCache.begin`. */
  begin(limits: FeatureCacheLimits): void;
  get(key: string): Kept | undefined;
  make(shape: readonly number[], count: number): Kept | undefined;
  put(key: string, kept: Kept): void;
  drop(kept: Kept): void;
  clear(): void;
}

export function createKeptFeatures(engine: Engine, cache: FeatureCache): KeptFeatures {
  const { tf, programs, info } = engine;
  const limit = programs ? (info.memoryBytes ?? 0) * DEVICE_SHARES.features : 0;
  const known = new Map<string, DeviceRows>(); // in order of use, the longest unused first
  const inUse = new Set<DeviceRows>();
  const onDevice = new Map<Kept, DeviceRows>();
  // Weak: the cache alone decides how long its rows live.
  const onHost = new WeakMap<Kept, KeptRows>();
  const hostOf = new WeakMap<KeptRows, Kept>();

  function fromHost(rows: KeptRows): Kept {
    const found = hostOf.get(rows);
    if (found) return found;
    const kept: Kept = {
      shape: rows.shape,
      get seconds() {
        return rows.seconds;
      },
      set seconds(value) {
        rows.seconds = value;
      },
      write: (from, tensor) => rows.write(from, tensor.dataSync<'float32'>()),
      read: (places) => tf.tensor(rows.read(places), [places.length, ...rows.shape]),
    };
    hostOf.set(rows, kept);
    onHost.set(kept, rows);
    return kept;
  }

  function release(rows: DeviceRows): void {
    rows.dispose();
    onDevice.delete(rows);
    inUse.delete(rows);
    for (const [key, each] of known) if (each === rows) known.delete(key);
  }

  /** Forgets what no one uses, the longest unused first, until `bytes` more fit. */
  function hasRoom(bytes: number): boolean {
    const used = () => [...onDevice.values()].reduce((sum, rows) => sum + rows.bytes, bytes);
    for (const rows of [...known.values()]) {
      if (used() <= limit) return true;
      if (!inUse.has(rows)) release(rows);
    }
    return used() <= limit;
  }

  return {
    begin(limits) {
      cache.begin(limits);
      inUse.clear();
      const put = new Set(known.values());
      for (const rows of [...onDevice.values()]) if (!put.has(rows)) release(rows);
    },
    get(key) {
      const rows = known.get(key);
      if (!rows) {
        const held = cache.get(key);
        return held && fromHost(held);
      }
      known.delete(key);
      known.set(key, rows);
      inUse.add(rows);
      return rows;
    },
    make(shape, count) {
      const bytes = 4 * shape.reduce((product, n) => product * n, count);
      if (programs && hasRoom(bytes)) {
        const rows = createDeviceRows(tf, programs, shape, bytes);
        onDevice.set(rows, rows);
        inUse.add(rows);
        return rows;
      }
      const held = cache.make(shape, count);
      return held && fromHost(held);
    },
    put(key, kept) {
      const rows = onDevice.get(kept);
      if (rows) known.set(key, rows);
      else cache.put(key, onHost.get(kept)!);
    },
    drop(kept) {
      const rows = onDevice.get(kept);
      if (rows) return release(rows);
      cache.drop(onHost.get(kept)!);
    },
    clear() {
      for (const rows of [...onDevice.values()]) release(rows);
      cache.clear();
    },
  };
}
