import { accessSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DiskError, messageOf, ThawError, UsageError } from '../../core/errors.js';
import { kindAt } from '../../machine/files/file-kind.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';

/** A place to write to, on the file system of the output. */
export interface Draft {
  /** What becomes the output; nothing is there yet. */
  readonly output: string;
  /** For what is needed meanwhile. */
  readonly folder: string;
}

/**
 * Lets `write` write a file or a folder beside where it belongs, and moves it there once it is whole:
 * nobody sees half of it, and where it fails nothing stays. A folder that is there already is added
 * to: files of the same names are replaced, others stay.
 *
 * @throws {UsageError} nothing can be written there, said before `write` begins.
 * @throws {DiskError} what the file system refuses while it writes.
 */
export async function placeOutput<Result>(
  output: string,
  kind: 'file' | 'folder',
  write: (draft: Draft) => Promise<Result>,
): Promise<Result> {
  checkPlace(output, kind);
  const folder = makeDraft(output, kind);
  try {
    const draft = { output: join(folder, basename(output)), folder };
    const result = await write(draft);
    moveInto(draft.output, output);
    return result;
  } catch (error) {
    if (error instanceof ThawError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new DiskError(`${output} cannot be written: ${messageOf(error)}.`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Before minutes of work: results may lie where nothing can be written. */
function checkPlace(output: string, kind: 'file' | 'folder'): void {
  const there = kindAt(output);
  if (there !== null && there !== kind) {
    throw new UsageError(`${output} is a ${there}: -o expects the ${kind} to write.`);
  }
  const folder = dirname(output);
  try {
    makeFolder(folder);
    for (const each of there === 'folder' ? [folder, output] : [folder]) {
      accessSync(each, constants.W_OK);
    }
  } catch (error) {
    throw unwritable(folder, kind, error);
  }
  if (there === null && isLink(output)) {
    throw new UsageError(
      `${output} is a link to what is not there: remove it, or name another ${kind} with -o.`,
    );
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Some file systems, such as /proc, say only now that they take no files. */
function makeDraft(output: string, kind: 'file' | 'folder'): string {
  try {
    return mkdtempSync(`${output}.part-`);
  } catch (error) {
    throw unwritable(dirname(output), kind, error);
  }
}

function unwritable(folder: string, kind: 'file' | 'folder', error: unknown): UsageError {
  return new UsageError(
    `Nothing can be written to ${folder} (${messageOf(error)}): name another ${kind} with -o.`,
  );
}

function moveInto(from: string, to: string): void {
  if (kindAt(from) === 'folder' && kindAt(to) === 'folder') {
    for (const name of readdirSync(from)) moveInto(join(from, name), join(to, name));
  } else {
    moveIntoPlace(from, to);
  }
}
