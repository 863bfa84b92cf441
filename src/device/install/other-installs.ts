import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildFolder } from '../tensorflow/layout.js';

/** Folders among the installed backends that this program does not load. */
export interface OtherInstall {
  readonly path: string;
  /** `work`: an installation under way, or one cut off. `older`: of other versions. */
  readonly kind: 'work' | 'older';
}

export function otherInstalls(cacheDir: string): readonly OtherInstall[] {
  const ours = [buildFolder(cacheDir, 'cpu'), buildFolder(cacheDir, 'gpu')];
  const parent = dirname(ours[0]!);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => !ours.some((folder) => basename(folder) === name))
    .map((name) => ({ path: join(parent, name), kind: name.startsWith('.') ? 'work' : 'older' }));
}
