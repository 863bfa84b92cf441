import { StoreError } from '../../../core/errors.js';
import { type Life, lifeOf, processIdentity } from '../../../machine/process-identity.js';
import type { SweepHolder } from '../../sweep-holder.js';

/** A sweep's holder as its row says; all null: none. */
export interface HolderColumns extends SweepHolder {
  readonly holder_start: string | null;
  readonly holder_place: string | null;
  /** How often it has renewed the lock. */
  readonly holder_beat: number | null;
  /** When it last did, by its own clock: milliseconds since 1970. */
  readonly holder_seen: number | null;
}

/** What can be told of a holder at once; undefined: there is none. */
export function lifeOfHolder(row: HolderColumns): Life | undefined {
  const { holder_host: host, holder_pid: pid } = row;
  if (host === null || pid === null) return undefined;
  const here = processIdentity();
  // Programs before schema 4 did not say where their ids mean anything: on machines of one name.
  const place = row.holder_place ?? (host === here.host ? here.place : '');
  return lifeOf({ host, pid, start: row.holder_start ?? '', place });
}

/** A holder that cannot be looked at and was last seen so long ago (ms) passes for dead. */
const SILENCE = 120_000;

/** Whether the sweep seems to be run: to be shown, not to be relied on, as clocks differ. */
export function seemsHeld(row: HolderColumns): boolean {
  const life = lifeOfHolder(row);
  return life === 'unknown' ? Date.now() - (row.holder_seen ?? 0) < SILENCE : life === 'alive';
}

export function heldError(id: number, holder: string): StoreError {
  return new StoreError(
    `sweep ${id} is being run by ${holder}: wait for it, or stop it with Ctrl-C there`,
  );
}
