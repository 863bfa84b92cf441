import { dirname } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { sum } from '../../core/lists/sum.js';
import { byteText } from '../../core/words/byte-text.js';
import { freeDisk } from '../../machine/files/free-disk.js';
import { keptWheel } from './fetch-wheel.js';
import type { Pinned } from './wheels.js';

/** What is to be fetched and what it takes, for a person to read before it begins. */
export function sizeText(wheels: string, wanted: readonly Pinned[]): string {
  const { fetched, kept, build } = sizeOf(wheels, wanted);
  const here = kept > 0 ? ` (${byteText(kept)} are here already)` : '';
  return `To be fetched: ${byteText(fetched)}${here}. On the disk: ${byteText(build)}, and until it is done ${byteText(fetched + kept + build)}.`;
}

/** @throws {BackendError} the disk has too little room, before anything is fetched. */
export function checkRoom(folder: string, wheels: string, wanted: readonly Pinned[]): void {
  const free = freeDisk(folder);
  const { fetched, build } = sizeOf(wheels, wanted);
  const needed = fetched + build;
  if (free === null || free >= needed) return;
  throw new BackendError(
    `backend tensorflow: expected at least ${byteText(needed)} of free disk in ${dirname(folder)}, which has ${byteText(free)}. Free some space, or set THAW_CACHE to a folder that has more.`,
  );
}

interface BuildSize {
  readonly fetched: number;
  /** Of wheels that an earlier installation left. */
  readonly kept: number;
  readonly build: number;
}

function sizeOf(wheels: string, wanted: readonly Pinned[]): BuildSize {
  const here = wanted.filter((wheel) => keptWheel(wheels, wheel) !== null);
  const kept = sum(here.map(({ bytes }) => bytes));
  return {
    kept,
    fetched: sum(wanted.map(({ bytes }) => bytes)) - kept + PACKAGES.fetched,
    build: sum(wanted.map(({ unpacked }) => unpacked)) + PACKAGES.unpacked,
  };
}

/** tfjs-node with its dependencies, measured. */
const PACKAGES = { fetched: 60_000_000, unpacked: 300_000_000 };
