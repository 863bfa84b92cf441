import type { Place } from '../../../core/places/place.js';
import type { MigrateDocument } from '../../../results/documents/outcomes.js';
import { migrateStore as migrate } from '../../../store/index.js';

/**
 * Changes the shape of a database's tables; `confirm`: asked before a step back. Null: it was not
 * confirmed.
 *
 * @throws {UsageError | StoreError}
 */
export async function migrateStore(
  { at, name }: Place,
  to: number | null,
  confirm: (step: Pick<MigrateDocument, 'from' | 'to'>) => Promise<boolean>,
): Promise<MigrateDocument | null> {
  const done = await migrate(at, { to, confirm });
  return done && { store: name, ...done };
}
