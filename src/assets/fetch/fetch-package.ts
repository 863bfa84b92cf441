import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FetchError } from '../../core/errors.js';
import { diskAdvice } from '../../machine/files/disk-error.js';
import { freeDisk } from '../../machine/files/free-disk.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';
import { withWorkFolder } from '../../machine/files/work-folder.js';
import { withLock } from '../../machine/lock.js';
import type { PrepareOptions } from '../datasets/dataset.js';
import type { KeptAsset } from '../packs/kept-asset.js';
import { contentOf } from './content-of.js';
import { npmPack } from './npm-pack.js';
import { type NpmPackage, packageId } from './npm-package.js';
import { unpackTarball } from './tarball.js';

/** Folder of a fetched package's files. */
export function packageFolder(pack: NpmPackage, cacheDir: string): string {
  return join(cacheDir, 'npm', packageId(pack));
}

/**
 * Makes sure that a package's files lie in its folder, complete and of the expected hash: all their
 * bytes are read for that, and fetched anew where one is not as it was. A tarball put beside the
 * folder by hand (`NAME-VERSION.tgz`) is taken instead of the network. Whatever interrupts it, the
 * folder is there whole or not at all.
 *
 * @throws {FetchError} npm could not fetch it, or its hash differs.
 */
export async function fetchPackage(
  pack: NpmPackage,
  { cacheDir, progress, note }: Pick<PrepareOptions, 'cacheDir' | 'progress' | 'note'>,
): Promise<string> {
  const folder = packageFolder(pack, cacheDir);
  if ((await stateOf(folder, pack)) === 'whole') return folder;
  let damaged = '';
  const fetched = withLock(`${folder}.lock`, async () => {
    const found = await stateOf(folder, pack);
    if (found === 'whole') return;
    if (found === 'damaged') {
      damaged = `The cached files of ${pack.label} (${folder}) are not as they were fetched`;
      note?.(`${damaged}: they are fetched anew.`);
    }
    await withWorkFolder(folder, (work) => fillFolder(pack, { folder, work, progress }));
  });
  await fetched.catch((error: unknown) => {
    const advice = diskAdvice(error);
    if (advice !== null) throw new FetchError(`${pack.label} cannot be saved: ${advice}`);
    if (damaged === '' || !(error instanceof FetchError)) throw error;
    throw new FetchError(`${damaged}, and cannot be fetched anew: ${error.message}`);
  });
  return folder;
}

/** Name of the file that says, by its content, of which tarball a folder is complete. */
const MARKER = '.sha256';

/** What lies in a package's folder. */
export async function stateOf(
  folder: string,
  { sha256, content }: NpmPackage,
): Promise<'whole' | 'damaged' | 'missing'> {
  const marker = await readFile(join(folder, MARKER), 'utf8').catch(() => null);
  if (marker === null) return 'missing';
  if (marker !== sha256) return 'damaged';
  return content === undefined || contentOf(folder) === content ? 'whole' : 'damaged';
}

/** A fetched package as other machines may have it, whose files have these names. */
export function keptPackage(pack: NpmPackage, names: readonly string[]): KeptAsset {
  return {
    folder: (cacheDir) => packageFolder(pack, cacheDir),
    names: [...names, MARKER],
    isWhole: async (folder) => (await stateOf(folder, pack)) === 'whole',
  };
}

interface Places {
  readonly folder: string;
  /** A fresh folder on the same file system. */
  readonly work: string;
  readonly progress: PrepareOptions['progress'];
}

async function fillFolder(pack: NpmPackage, { folder, work, progress }: Places): Promise<void> {
  const byHand = `${folder}.tgz`;
  const found = await stat(byHand).catch(() => null);
  checkRoom(pack, folder);
  const tarball = found ? byHand : await npmPack(pack, { work, byHand, progress });
  await checkHash(tarball, pack);
  const files = join(work, 'files');
  await mkdir(files);
  await unpackTarball(tarball, files, pack.unpack);
  await writeFile(join(files, MARKER), pack.sha256);
  await rm(folder, { recursive: true, force: true });
  moveIntoPlace(files, folder);
  progress({ label: pack.label, done: pack.bytes, total: pack.bytes, unit: 'bytes' });
}

/** @throws {FetchError} the disk has too little room for it, before anything is fetched. */
function checkRoom({ label, roomBytes }: NpmPackage, folder: string): void {
  const free = freeDisk(folder);
  if (free === null || free >= roomBytes) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new FetchError(
    `${label}: expected ${megabytes(roomBytes)} of free disk in ${dirname(folder)}, which has ${megabytes(free)}. Free some space, or set THAW_CACHE to a folder that has more.`,
  );
}

async function checkHash(tarball: string, { name, version, sha256 }: NpmPackage): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(tarball), hash);
  const got = hash.digest('hex');
  if (got === sha256) return;
  throw new FetchError(
    `${tarball} is not the ${name}@${version} expected: its SHA-256 is ${got}, not ${sha256}. ` +
      'If it was put there by hand, delete it; otherwise check whether the registry or a proxy changes files.',
  );
}
