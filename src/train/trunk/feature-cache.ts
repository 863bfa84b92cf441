import { closeSync, existsSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { freeDisk } from '../../machine/files/free-disk.js';

/** Frozen outputs of a list of images, row after row. Filled once, then read again and again. */
export interface KeptRows {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** Seconds it took to compute them; whoever fills them adds them up. */
  seconds: number;
  /** Puts rows from place `from` on. */
  write(from: number, rows: Float32Array): void;
  /** The rows at these places, one after another, as a copy. */
  read(places: Uint32Array): Float32Array;
}

export interface FeatureCacheLimits {
  /** Bytes of memory to stay under. */
  readonly memoryBytes: number;
  /** A path that no file has: what does not fit in memory goes to files named after it. */
  readonly spill: string | null;
}

/**
 * Frozen outputs that repeat: validation always, training where nothing is augmented.
 *
 * In plain JS memory, not in a backend's heap (wasm's ends at 4 GiB and never shrinks), or in a
 * file. The limits decide only what is kept, never a result: what is not here is computed again, to
 * the same bits.
 */
export interface FeatureCache {
  /** Begins a task: what it asks for is not evicted before the next one begins. */
  begin(limits: FeatureCacheLimits): void;
  get(key: string): KeptRows | undefined;
  /** Space for `count` rows, which `get` does not find before `put`; undefined: they fit nowhere. */
  make(shape: readonly number[], count: number): KeptRows | undefined;
  /** Makes filled rows known under a key. */
  put(key: string, rows: KeptRows): void;
  /** Gives rows up that were made and never put. */
  drop(rows: KeptRows): void;
  clear(): void;
}

interface HeldRows extends KeptRows {
  readonly bytes: number;
  readonly onDisk: boolean;
  close(): void;
}

export function createFeatureCache(): FeatureCache {
  const known = new Map<string, HeldRows>(); // in order of use, the longest unused first
  const all = new Map<KeptRows, HeldRows>();
  const inUse = new Set<HeldRows>();
  let limits: FeatureCacheLimits = { memoryBytes: 0, spill: null };
  let files = 0;

  /** @throws {Error} they were given up before, or made elsewhere. */
  function heldOf(rows: KeptRows): HeldRows {
    const held = all.get(rows);
    if (held) return held;
    throw new Error('this cache does not hold these rows');
  }

  function drop(rows: KeptRows): void {
    const store = heldOf(rows);
    store.close();
    all.delete(rows);
    inUse.delete(store);
    for (const [key, each] of known) if (each === store) known.delete(key);
  }

  /** Forgets what no one uses, the longest unused first, until `bytes` more fit in memory. */
  function makeRoom(bytes: number): boolean {
    const used = () =>
      [...all.values()].reduce((sum, store) => sum + (store.onDisk ? 0 : store.bytes), bytes);
    for (const store of [...known.values()]) {
      if (used() <= limits.memoryBytes) return true;
      if (!store.onDisk && !inUse.has(store)) drop(store);
    }
    return used() <= limits.memoryBytes;
  }

  function add(store: HeldRows): HeldRows {
    all.set(store, store);
    inUse.add(store);
    return store;
  }

  return {
    begin(now) {
      limits = now;
      inUse.clear();
      const put = new Set(known.values());
      for (const store of [...all.values()]) if (!put.has(store)) drop(store);
      makeRoom(0);
    },
    get(key) {
      const store = known.get(key);
      if (!store) return undefined;
      known.delete(key);
      known.set(key, store);
      inUse.add(store);
      return store;
    },
    make(shape, count) {
      const length = shape.reduce((product, n) => product * n, 1);
      const bytes = 4 * length * count;
      const held = makeRoom(bytes) ? inMemory(shape, length, count) : null;
      if (held) return add(held);
      const { spill } = limits;
      if (spill === null || !diskHasRoom(spill, bytes)) return undefined;
      files += 1;
      return add(inFile(`${spill}-${files}`, shape, length, bytes));
    },
    put(key, rows) {
      known.set(key, heldOf(rows));
    },
    drop,
    clear() {
      for (const store of [...all.values()]) drop(store);
    },
  };
}

/** Null: the machine has less memory than the limits say. */
function inMemory(shape: readonly number[], length: number, count: number): HeldRows | null {
  const data = allocate(length * count);
  if (data === null) return null;
  return {
    shape,
    seconds: 0,
    bytes: data.byteLength,
    onDisk: false,
    write: (from, rows) => data.set(rows, from * length),
    read(places) {
      const out = new Float32Array(places.length * length);
      places.forEach((place, i) => {
        out.set(data.subarray(place * length, (place + 1) * length), i * length);
      });
      return out;
    },
    close: () => {},
  };
}

function allocate(length: number): Float32Array | null {
  try {
    return new Float32Array(length);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The file's name goes at once, so that not even a killed process leaves it behind. */
function inFile(path: string, shape: readonly number[], length: number, bytes: number): HeldRows {
  const file = openSync(path, 'wx+');
  rmSync(path, { force: true });
  const rowBytes = 4 * length;
  return {
    shape,
    seconds: 0,
    bytes,
    onDisk: true,
    write(from, rows) {
      const all = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
      for (let done = 0; done < all.length; ) {
        done += writeSync(file, all, done, all.length - done, from * rowBytes + done);
      }
    },
    read(places) {
      const out = new Float32Array(places.length * length);
      const all = Buffer.from(out.buffer);
      places.forEach((place, i) => {
        readSync(file, all, i * rowBytes, rowBytes, place * rowBytes);
      });
      return out;
    },
    close: () => closeSync(file),
  };
}

/** Bytes of disk that are left for everything else. */
const RESERVE = 2 * 2 ** 30;

function diskHasRoom(path: string, bytes: number): boolean {
  return existsSync(dirname(path)) && (freeDisk(path) ?? 0) - bytes > RESERVE;
}
