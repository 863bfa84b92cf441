import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';
import { connect } from './connect.js';

/**
 * Copies a database of schema `version` to beside it, what is still in its journal included:
 * `thaw.sqlite.schema-2.bak`. No copy is ever overwritten: a different one takes the next free name
 * (`.schema-2-2.bak`), an equal one serves. Appears whole or not at all, also when the process is
 * killed. Call it while nobody else can write.
 *
 * @returns the copy's path
 */
export function keepCopy(path: string, version: number): string {
  const part = `${path}.schema-${version}.part`;
  rmSync(part, { force: true });
  try {
    copyInto(path, part);
    for (let n = 1; ; n += 1) {
      const copy = `${path}.schema-${version}${n === 1 ? '' : `-${n}`}.bak`;
      if (!existsSync(copy)) {
        moveIntoPlace(part, copy);
        return copy;
      }
      if (isEqual(part, copy)) return copy;
    }
  } finally {
    rmSync(part, { force: true });
  }
}

function copyInto(path: string, copy: string): void {
  const db = connect(path, true);
  try {
    db.prepare('vacuum into ?').run(copy);
  } finally {
    db.close();
  }
  const file = openSync(copy, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether two copies hold the same: their headers also count writes. */
function isEqual(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const [first, second] = [one, other].map((file) => readFileSync(file).subarray(HEADER));
  return first!.equals(second!);
}

/** Bytes; https://www.sqlite.org/fileformat.html, section 1.3. */
const HEADER = 100;
