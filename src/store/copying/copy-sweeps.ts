import { setImmediate } from 'node:timers/promises';
import { StoreError } from '../../core/errors.js';
import { printOf, printsIn } from './canonical.js';
import { COPIED_TABLES } from './copied-tables.js';
import { filesNamed, type Ids, type NamedFile } from './named-files.js';
import { type NewIds, newIds } from './new-ids.js';
import { refuseTwins, sweepsToCopy } from './refusals.js';
import type { Chosen, Member, Row, Span, TableRows, WritableRows } from './table-rows.js';
import { digestOf, type TableDigest, type Walked, walkTables } from './walk-tables.js';

export interface CopyParts {
  readonly from: TableRows;
  readonly to: WritableRows;
  /** Null: all there are. */
  readonly chosen: Chosen;
  /** Also what is there already. */
  readonly again: boolean;
  /** Whose they are to be. */
  readonly member: Member;
  /** The highest id of a sweep whose folder of files lies there; 0: there is none. */
  readonly lastFolder: number;
  /** Puts the files that rows name to where they belong, before the rows count. */
  readonly placeFiles: (files: readonly NamedFile[]) => Promise<void>;
  /** Rows copied and read back so far, and all there are to be. */
  readonly onRows: (done: number, all: number) => void;
  readonly signal: AbortSignal;
}

export interface Copied {
  readonly sweeps: readonly (Ids & { readonly name: string })[];
  /** Of both sides: they are the same. */
  readonly tables: readonly TableDigest[];
  readonly digest: string;
}

/**
 * Copies sweeps with all that hangs on them, row by row, and reads them back. Where there is nothing
 * yet, ids stay as they are; else what is copied is numbered on.
 *
 * @throws {UsageError} there is nothing to copy, or it is there already.
 * @throws {StoreError} one of the sweeps is running, or the copy is not the same.
 */
export async function copySweeps(parts: CopyParts): Promise<Copied> {
  const { from, to, chosen, signal } = parts;
  const sweeps = sweepsToCopy(await from.heads(), chosen);
  const there = await to.heads();
  if (!parts.again) await refuseTwins(from, sweeps, to, there);

  const spans = new Map<string, Span>();
  for (const table of COPIED_TABLES) spans.set(table.name, await from.span(table, chosen));
  const all = 2 * [...spans.values()].reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  const passed = async (rows: readonly Row[]): Promise<void> => {
    // SQLite waits for nothing: whoever wants this to stop is to be heard.
    await setImmediate();
    signal.throwIfAborted();
    done = Math.min(done + rows.length, all);
    parts.onRows(done, all);
  };

  const prints = new Map([...(await printsIn(to))].map(([id, print]) => [print, id]));
  const isEmpty = there.length === 0 && prints.size === 0 && parts.lastFolder === 0;
  const firsts = await to.reserve(spans, isEmpty ? 'as they are' : { after: parts.lastFolder });
  const known = new Map<number, number>();
  const ids = newIds(spans, firsts, known);
  const files: NamedFile[] = [];
  const sent = await walkTables(from, chosen, async (table, rows) => {
    const added = table.name === 'fingerprints' ? unknownOf(rows, prints, known, ids) : rows;
    await to.insert(
      table,
      added.map((row) => ids.renamed(table, row)),
    );
    for (const row of rows) files.push(...filesNamed(table, row, ids));
    await passed(rows);
  });
  await parts.placeFiles(files);
  await to.settle();
  const copied = sweeps.map(({ id, name }) => ({ name, from: id, to: ids.idOf('sweeps', id) }));
  const found = await walkTables(
    to,
    copied.map((sweep) => sweep.to),
    (_, rows) => passed(rows),
    { known: sent },
  );
  refuseDifference(sent, found);
  await to.give?.(
    copied.map((sweep) => sweep.to),
    parts.member,
  );
  return { sweeps: copied, tables: sent.tables, digest: digestOf(sent.tables) };
}

/** Fingerprints that are not there yet; for the others `known` takes the id they have there. */
function unknownOf(
  rows: readonly Row[],
  prints: Map<string, number>,
  known: Map<number, number>,
  ids: NewIds,
): readonly Row[] {
  return rows.filter((row) => {
    const print = printOf(row);
    const id = Number(row.id);
    const there = prints.get(print);
    if (there === undefined) prints.set(print, ids.idOf('fingerprints', id));
    else known.set(id, there);
    return there === undefined;
  });
}

/** @throws {StoreError} what was written is not what was read. */
function refuseDifference(sent: Walked, found: Walked): void {
  for (const [place, { table, rows, digest }] of sent.tables.entries()) {
    const other = found.tables[place]!;
    if (rows === other.rows && digest === other.digest) continue;
    throw new StoreError(
      `the copy is not the same: of table ${table} ${rows} rows were read, and ${other.rows} are there${rows === other.rows ? ', which say something else' : ''}. Nothing was kept: check the disks, and what else writes to these databases, then try again`,
    );
  }
}
