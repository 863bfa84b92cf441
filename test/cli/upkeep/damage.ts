import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';

export const DB = 'results/thaw.sqlite';

/** Changes the database in ways that no command does. */
export function damage(cwd: string, change: (db: Database) => void): void {
  const db = new Sqlite(join(cwd, DB));
  // Damage asks for no permission.
  db.unsafeMode();
  change(db);
  db.close();
}

/** Writes a file, its folder included, that was last changed so many hours ago. */
export function put(cwd: string, path: string, hours = 0, content: string | Buffer = 'x'): string {
  const file = join(cwd, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  age(file, hours);
  return file;
}

/** Makes a file or folder as old as that. */
export function age(file: string, hours: number): void {
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(file, then, then);
}

/** Which of these are still there. */
export function left(cwd: string, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => existsSync(join(cwd, path)));
}

/** The smallest file of tensors that is whole. */
export function tensors(): Buffer {
  const header = Buffer.from('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(4)]);
}
