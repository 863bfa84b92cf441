import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Methods } from './methods.js';

/** `path`: where the database is; what is open may be a copy of it (connect-to-read.ts). */
export function stamping(db: Database, path: string): Pick<Methods, 'stamp'> {
  const version = db.prepare<[], number>('pragma data_version').pluck();
  const own = db.prepare<[], number>('select total_changes()').pluck();
  const signs =
    db.name === path ? [fileOf] : [fileOf, contentsOf, (of: string) => contentsOf(`${of}-wal`)];
  const sign = () => signs.map((signOf) => signOf(path)).join();
  const opened = sign();
  return {
    stamp() {
      if (db.memory || sign() === opened) return `${version.get()}.${own.get()}`;
      return null;
    },
  };
}

/** Which file it is. */
function fileOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev}.${stat.ino}` : '';
}

function contentsOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.size}.${stat.mtimeMs}` : '';
}
