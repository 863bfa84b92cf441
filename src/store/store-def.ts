import type { TableAccess } from './copying/table-rows.js';
import type { StoreHealth } from './health.js';
import type { OlderPrograms, Upgrade } from './older-programs.js';
import type { Access, Store } from './port.js';

export interface OpenOptions {
  readonly access: Access;
  /** What older programs meant; asked for only where an older one made the database. */
  readonly readOlder: () => Promise<OlderPrograms['read']>;
  /** Told if it was brought up to date. */
  readonly onUpgrade: (upgrade: Upgrade) => void;
  /** Told what a user should know of the database meanwhile, in words. */
  readonly onNote?: ((message: string) => void) | undefined;
  /** What a gateway knows its user by; null: none was given. Never shown. */
  readonly token?: string | null;
  /** Milliseconds that calls wait at most where another program has it locked. */
  readonly patienceMs?: number | undefined;
}

export interface MigrateOptions {
  /** How many migrations are to be applied; null: all there are. */
  readonly to: number | null;
  /** Asked before any are taken back, as that loses what only they had room for. */
  readonly confirm: (step: Migrated) => Promise<boolean>;
}

/** How many migrations were applied, and how many are. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/** A kind of database that results can lie in. Its file loads nothing heavy until `open`. */
export interface StoreDef {
  readonly type: string;
  readonly summary: string;
  /** Whether `place`, what `--db` or `--store` names, is of this kind. */
  matches(place: string): boolean;
  /** Its place is one file, never a folder. */
  readonly isFile?: true;
  /** @throws {StoreError} it cannot be opened, and what to do. */
  open(place: string, options: OpenOptions): Promise<Store>;
  /**
   * Changes the shape of its tables; absent: opening it brings it up to date, and nothing takes that
   * back. Null: it was not confirmed.
   */
  migrate?(place: string, options: MigrateOptions): Promise<Migrated | null>;
  /** Leaves it as it lies at rest, after it was read for long; absent: nothing is left behind. */
  settle?(place: string): Promise<void>;
  /** For `thaw doctor` and `thaw gc`; absent: they look only at what lies around it. */
  health?(): Promise<StoreHealth>;
  /** For `thaw store copy`; absent: nothing can be copied from there or to it. */
  tables?(): Promise<TableAccess>;
}
