/** Frozen outputs of a list of images, row after row. */
export interface KeptRows {
  readonly data: Float32Array;
  /** Shape of one row. */
  readonly shape: readonly number[];
}

/**
 * Frozen outputs that repeat: validation always, training where nothing is augmented.
 *
 * In plain JS memory, not in a backend's heap (wasm's ends at 4 GiB and never shrinks). The budget
 * decides only what is kept, never a result: what is not here is computed again, to the same bits.
 */
export interface FeatureCache {
  /** Bytes to stay under from now on; forgets the longest unused first. */
  limit(bytes: number): void;
  /** Whether rows of this many bytes could be kept, if need be beside nothing else. */
  fits(bytes: number): boolean;
  get(key: string): KeptRows | undefined;
  put(key: string, rows: KeptRows): void;
}

export function createFeatureCache(): FeatureCache {
  const kept = new Map<string, KeptRows>(); // in order of use, the longest unused first
  let budget = 0;

  function shrinkTo(bytes: number): void {
    let used = 0;
    for (const { data } of kept.values()) used += data.byteLength;
    for (const [key, { data }] of kept) {
      if (used <= bytes) return;
      kept.delete(key);
      used -= data.byteLength;
    }
  }

  return {
    limit(bytes) {
      budget = bytes;
      shrinkTo(budget);
    },
    fits: (bytes) => bytes <= budget,
    get(key) {
      const rows = kept.get(key);
      if (!rows) return undefined;
      kept.delete(key);
      kept.set(key, rows);
      return rows;
    },
    put(key, rows) {
      if (rows.data.byteLength > budget) return;
      shrinkTo(budget - rows.data.byteLength);
      kept.set(key, rows);
    },
  };
}
