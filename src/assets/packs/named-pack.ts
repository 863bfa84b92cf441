import { join } from 'node:path';
import { type Pack, packOf } from './pack.js';
import { unpack } from './unpack.js';

/** Files from one folder by their plain names there. @throws {DataError} one is gone. */
export function packNamed(folder: string, names: readonly string[]): Pack {
  return packOf(names.map((name) => ({ name, path: join(folder, name) })));
}

/**
 * Writes a pack's files into an empty folder, if they are of these names: what their bytes are is
 * for the caller to compare.
 *
 * @throws {DataError} there are others in it.
 */
export function unpackNamed(pack: string, folder: string, names: readonly string[]): Promise<void> {
  const known = new Set(names);
  return unpack(pack, folder, (name) => (known.has(name) ? () => true : null));
}
