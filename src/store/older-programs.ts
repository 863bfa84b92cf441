import type { OlderSpec, OlderSweep } from '../core/older-sweep.js';

/** What bringing an older database up to date takes beside its rows. */
export interface OlderPrograms {
  /** What an older program meant by a sweep. */
  readonly read: (spec: OlderSpec) => OlderSweep;
  /** Told once for a database, after it was brought up to date. */
  readonly onUpgrade: (upgrade: Upgrade) => void;
}

export interface Upgrade {
  /** Schema that the database had. */
  readonly from: number;
  /** Absolute path of the copy of it as it was. */
  readonly backup: string;
}
