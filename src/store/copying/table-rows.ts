import type { OlderPrograms, Upgrade } from '../older-programs.js';
import type { CopiedTable } from './copied-tables.js';

/** A kind of database whose tables can be read and written as they are. */
export interface TableAccess {
  /** Lets `act` read a database, all of it as of one moment. @throws {StoreError} */
  read<Result>(
    place: string,
    options: UpgradeOptions,
    act: (rows: TableRows) => Promise<Result>,
  ): Promise<Result>;
  /**
   * Lets `act` add to a database, which is made if it is not there. What `act` throws, or dies of, takes
   * all of it back.
   *
   * @throws {StoreError}
   */
  write<Result>(
    place: string,
    options: UpgradeOptions,
    act: (rows: WritableRows) => Promise<Result>,
  ): Promise<Result>;
}

/** For where an older program made the database. */
export interface UpgradeOptions {
  readonly readOlder: () => Promise<OlderPrograms['read']>;
  readonly onUpgrade: (upgrade: Upgrade) => void;
}

/** Ids of sweeps; null: all there is, whatever it belongs to. */
export type Chosen = readonly number[] | null;

export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

export interface TableRows {
  /** By id. */
  heads(): Promise<readonly SweepHead[]>;
  span(table: CopiedTable, chosen: Chosen): Promise<Span>;
  /** By key, many at a time. */
  rows(table: CopiedTable, chosen: Chosen): AsyncIterable<readonly Row[]>;
}

export interface WritableRows extends TableRows {
  /**
   * Keeps ids for rows that are about to be added: of each table, by its name, as many on as its span is
   * wide. Returns the first of each.
   */
  reserve(spans: ReadonlyMap<string, Span>, how: Numbering): Promise<ReadonlyMap<string, number>>;
  /** A listing that is there already stays as it is. */
  insert(table: CopiedTable, rows: readonly Row[]): Promise<void>;
  /** All are inserted, and are read next. */
  settle(): Promise<void>;
  /**
   * Makes sweeps somebody's, as if they had submitted them; those that have not ended rest until they
   * are wanted. Absent: whoever has the database has its sweeps.
   */
  give?(sweeps: readonly number[], member: Member): Promise<void>;
}

/** Whose sweeps are, among those who share a database. */
export interface Member {
  readonly team: string;
  readonly owner: string;
}

/** `as they are`: by their own ids. Else numbered on, sweeps behind `after` at least. */
export type Numbering = 'as they are' | { readonly after: number };

export interface SweepHead {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly source: string;
  /** A process seems to run it. */
  readonly isHeld: boolean;
}

/** Of some rows of a table: how many, and the lowest and highest id; 0: it has none. */
export interface Span {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
}
