import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** The file that says what the decoded images in a folder are. */
export function manifestFile(folder: string): string {
  return join(folder, 'manifest.json');
}

/** After this the images are decoded anew at the next start. */
export function disown(folder: string): void {
  rmSync(manifestFile(folder), { force: true });
}
