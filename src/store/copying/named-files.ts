import type { CopiedTable } from './copied-tables.js';
import type { NewIds } from './new-ids.js';
import type { Row } from './table-rows.js';

/** What a row says is on disk, of a sweep or trial that is copied. */
export type NamedFile = {
  readonly sweep: Ids;
  /** SHA-256, hex; null: an older program did not keep it. */
  readonly digest: string | null;
} & (
  | { readonly kind: 'checkpoint' | 'network'; readonly trial: Ids }
  /** `name`: in the sweep's folder. */
  | { readonly kind: 'snapshot'; readonly name: string }
);

/** By which id something goes where it is copied from, and to. */
export interface Ids {
  readonly from: number;
  readonly to: number;
}

/** The files that a row names; a network may be there, even where no row tells its digest. */
export function filesNamed(table: CopiedTable, row: Row, { idOf }: NewIds): readonly NamedFile[] {
  const ids = (of: string, id: unknown): Ids => {
    return { from: Number(id), to: idOf(of, Number(id)) };
  };
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  if (table.name === 'snapshots') {
    const sweep = ids('sweeps', row.sweep_id);
    return [{ kind: 'snapshot', sweep, name: String(row.file), digest: text(row.sha256) }];
  }
  if (table.name !== 'trials' || row.checkpoint_epoch === null) return [];
  const own = { sweep: ids('sweeps', row.sweep_id), trial: ids('trials', row.id) };
  return [
    { ...own, kind: 'checkpoint', digest: text(row.checkpoint_digest) },
    { ...own, kind: 'network', digest: text(row.network_digest) },
  ];
}
