import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from '../../machine/files/hash-file.js';

/**
 * SHA-256 (hex) over the names and bytes of a folder's files, hidden ones aside: of lines
 * `NAME SHA256`, by name. Null: it cannot be read.
 */
export function contentOf(folder: string): string | null {
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    const lines = names.sort().map((name) => `${name} ${hashFile(join(folder, name))}\n`);
    return createHash('sha256').update(lines.join('')).digest('hex');
  } catch {
    return null;
  }
}
