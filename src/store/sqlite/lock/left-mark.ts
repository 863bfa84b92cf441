import { closeSync, existsSync, openSync, rmSync } from 'node:fs';

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

const MARK = '.left-';
