import { extname } from 'node:path';
import { UsageError } from '../../core/errors.js';

/**
 * Refuses to write a page over a file that is none, such as the database or the sweep file, whose
 * names are typed beside it.
 *
 * @throws {UsageError} before anything is read.
 */
export function checkPageFile(path: string): void {
  if (/^\.html?$/i.test(extname(path))) return;
  throw new UsageError(`-o expects a file whose name ends in .html; not "${path}".`);
}
