import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../machine/files/make-folder.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';

/** Writes a value as JSON under a line that holds the SHA-256 of it, in one step. */
export function writeSealed(path: string, value: unknown): void {
  const text = JSON.stringify(value);
  const part = `${path}.${randomUUID()}.part`;
  makeFolder(dirname(path));
  try {
    writeFileSync(part, `${sealOf(text)}\n${text}`);
    moveIntoPlace(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}

/** What `writeSealed` wrote; undefined: it is not there, or not one bit of it as it was. */
export function readSealed(path: string): unknown {
  try {
    const [seal, text] = readFileSync(path, 'utf8').split('\n', 2);
    return text !== undefined && sealOf(text) === seal ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function sealOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
