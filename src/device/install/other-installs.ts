import { basename, dirname, join } from 'node:path';
import { measureTree, namesIn } from '../../machine/files/tree.js';
import { buildFolder } from '../tensorflow/layout.js';

/**
 * Milliseconds without a change after which an installation was cut off: one under way fetches
 * gigabytes, and always writes something.
 */
const CUT_OFF_AFTER = 3_600_000;

/** Whether an installation that is under way no longer is. */
export function isCutOff({ path, kind }: OtherInstall): boolean {
  return kind === 'work' && Date.now() - measureTree(path).changedAt > CUT_OFF_AFTER;
}

/** Folders among the installed backends that this program does not load. */
export interface OtherInstall {
  readonly path: string;
  /** `work`: an installation under way, or one cut off. `older`: of other versions. */
  readonly kind: 'work' | 'older';
}

export function otherInstalls(cacheDir: string): readonly OtherInstall[] {
  const ours = [buildFolder(cacheDir, 'cpu'), buildFolder(cacheDir, 'gpu')];
  const parent = dirname(ours[0]!);
  return namesIn(parent)
    .filter((name) => !ours.some((folder) => basename(folder) === name))
    .map((name) => ({ path: join(parent, name), kind: name.startsWith('.') ? 'work' : 'older' }));
}

/** Where an installation keeps the wheels that it fetched until it is done; hidden, as its work is. */
export function wheelFolder(cacheDir: string): string {
  return join(dirname(buildFolder(cacheDir, 'cpu')), '.wheels');
}
