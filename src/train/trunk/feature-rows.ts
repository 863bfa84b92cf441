import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkInput } from '../input/network-input.js';
import type { StagedPlaces } from '../input/staged-places.js';
import type { Kept } from './kept.js';
import type { KeptFeatures } from './kept-features.js';
import type { Meter } from './meter.js';
import { passImages } from './pass-images.js';
import { type Cut, cutName, type Trunk } from './trunk.js';

/** Features of a fixed list of images that are read again and again: every epoch, every cohort. */
export interface FeatureRows {
  /**
   * Features [places.length, ...] of the images at these places, at each of the cuts (in the order
   * of `sortCuts`); owned by the caller. `staged`: the places on the device, too.
   */
  take(places: Uint32Array, cuts: readonly Cut[], staged?: StagedPlaces): readonly Tensor[];
}

export interface FeatureRowsSetup {
  readonly trunk: Trunk;
  readonly cache: KeptFeatures;
  readonly meter: Meter;
  /** Names everything the features are a function of, but for the cut. */
  readonly key: string;
  readonly size: number;
  /** The images at these places; `again`: not for the first time, nor for the last. */
  readonly images: (places: Uint32Array, again: boolean, staged?: StagedPlaces) => NetworkInput;
  /** Whether keeping what comes to a cut saves any work. */
  readonly pays: (cut: Cut) => boolean;
  /** Called between blocks of a long computation; throws to leave it. */
  readonly pause: () => void;
}

/** Images per block while the cache is filled: small enough to answer a stop within a second. */
const BLOCK = 32;

/**
 * Computes the features of all images once, in one pass for all cuts, and keeps those that fit; the
 * others are computed whenever they are asked for. Both ways give the same bits (see `Trunk`).
 */
export function createFeatureRows(setup: FeatureRowsSetup): FeatureRows {
  const { trunk, cache, meter, key, size, images, pays, pause } = setup;
  /** By cut; null: it fits nowhere. */
  const kept = new Map<string, Kept | null>();

  function compute(
    places: Uint32Array,
    cuts: readonly Cut[],
    again: boolean,
    staged?: StagedPlaces,
  ): readonly Tensor[] {
    const make = () => ({ images: images(places, again, staged) });
    return passImages({ trunk, meter }, make, cuts).features;
  }

  /** Finds or fills what is asked for the first time. */
  function look(cuts: readonly Cut[]): void {
    const missing: Cut[] = [];
    for (const cut of cuts) {
      if (kept.has(cutName(cut)) || !pays(cut)) continue;
      const rows = cache.get(keyOf(cut));
      if (rows) {
        meter.inherited(cut, rows.seconds, size);
        kept.set(cutName(cut), rows);
      } else {
        missing.push(cut);
      }
    }
    if (missing.length > 0) fill(missing);
  }

  function fill(cuts: readonly Cut[]): void {
    const made = new Map<Cut, Kept>();
    let wanted = cuts;
    try {
      for (let from = 0; from < size && wanted.length > 0; from += BLOCK) {
        pause();
        const started = performance.now();
        const block = compute(range(from, Math.min(BLOCK, size - from)), wanted, false);
        if (from === 0) {
          wanted.forEach((cut, c) => {
            const rows = cache.make(block[c]!.shape.slice(1), size);
            if (rows) made.set(cut, rows);
          });
        }
        wanted.forEach((cut, c) => {
          made.get(cut)?.write(from, block[c]!);
          block[c]!.dispose();
        });
        wanted = wanted.filter((cut) => made.has(cut));
        const seconds = (performance.now() - started) / 1000;
        for (const rows of made.values()) rows.seconds += seconds;
      }
    } catch (error) {
      for (const rows of made.values()) cache.drop(rows);
      throw error;
    }
    for (const cut of cuts) kept.set(cutName(cut), made.get(cut) ?? null);
    for (const [cut, rows] of made) cache.put(keyOf(cut), rows);
  }

  function keyOf(cut: Cut): string {
    return `${key} ${cutName(cut)}`;
  }

  return {
    take(places, cuts, staged) {
      look(cuts);
      const fresh = cuts.filter((cut) => !kept.get(cutName(cut)));
      const computed = fresh.length > 0 ? compute(places, fresh, true, staged) : [];
      return cuts.map((cut) => {
        const rows = kept.get(cutName(cut));
        if (!rows) return computed[fresh.indexOf(cut)]!;
        return rows.read(places, staged?.places);
      });
    },
  };
}

function range(from: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => from + i);
}
