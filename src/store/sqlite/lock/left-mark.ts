import { closeSync, existsSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Marks, beside a database, of processes that left in order and could not write so: the disk was
 * full, or another program had the database locked. A mark is an empty file named after the holder's
 * token, which also a full disk has room for. Whoever takes the sweep next reads it: what that
 * process left running is given back, and counts as no crash.
 */
export interface LeftMarks {
  set(token: string): void;
  has(token: string): boolean;
  clear(token: string): void;
}

/** Of a database in memory there are none. */
export function leftMarks(path: string): LeftMarks {
  if (path === ':memory:') return { set() {}, has: () => false, clear() {} };
  const fileOf = (token: string) => `${path}${MARK}${token}`;
  return {
    set(token) {
      try {
        closeSync(openSync(fileOf(token), 'w'));
      } catch {
        // Not even that: what it left counts as if the process had died.
      }
    },
    has: (token) => existsSync(fileOf(token)),
    clear: (token) => rmSync(fileOf(token), { force: true }),
  };
}

/** The files of marks beside a database, by token. */
export function marksBeside(path: string): ReadonlyMap<string, string> {
  const start = `${basename(path)}${MARK}`;
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(start));
  return new Map(names.map((name) => [name.slice(start.length), join(dirname(path), name)]));
}

const MARK = '.left-';
