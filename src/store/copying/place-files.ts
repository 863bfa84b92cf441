import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { hashFile } from '../../machine/files/hash-file.js';
import type { FileLeft, FilePlace, FilesPlaced } from './file-place.js';
import type { NamedFile } from './named-files.js';

/**
 * Puts files from one place to another, each of which is what its digest says. `from` and `to`: null:
 * they cannot be reached from here. What is missing or damaged stays behind.
 *
 * @throws what the file system says of the place that they are put to.
 */
export async function placeFiles(
  files: readonly NamedFile[],
  from: FilePlace | null,
  to: FilePlace | null,
  { signal, onFile }: { readonly signal: AbortSignal; readonly onFile: (done: number) => void },
): Promise<FilesPlaced> {
  const left: FileLeft[] = [];
  let placed = 0;
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    await setImmediate();
    signal.throwIfAborted();
    const path = await from?.find(file);
    if (path && to?.byDigest && file.digest === null) {
      left.push({ file, why: 'nameless' });
    } else if (path && to && isAsItWas(path, file)) {
      await to.put(file, path);
      placed += 1;
      bytes += statSync(path).size;
    } else if (!from || !to) {
      left.push({ file, why: 'elsewhere' });
    } else if (file.digest !== null || path) {
      // Of a network whose digest no row has, nobody knows whether there ever was one.
      left.push({ file, why: path ? 'damaged' : 'missing' });
    }
    onFile(index + 1);
  }
  return { placed, bytes, left };
}

/** What an older program wrote has no digest, and passes. */
function isAsItWas(path: string, { digest }: NamedFile): boolean {
  return digest === null || hashFile(path) === digest;
}
