import { join } from 'node:path';
import { namesIn } from '../../machine/files/tree.js';
import { TENSORFLOW_VERSION } from '../tensorflow/layout.js';

/** Compiled programs of one kind of GPU and one TensorFlow, on the disk. */
export interface KeptPrograms {
  readonly path: string;
  /** False: this version of the program loads another TensorFlow. */
  readonly used: boolean;
}

/** Those that are there. */
export function keptPrograms(cacheDir: string): readonly KeptPrograms[] {
  const folder = join(cacheDir, FOLDER);
  return namesIn(folder).map((name) => {
    return { path: join(folder, name), used: name.startsWith(PREFIX) };
  });
}

/**
 * Where those of one kind of GPU are kept: exact ones apart, as a program that was compiled without
 * regard to it would be found by the same name.
 */
export function programFolder(cacheDir: string, gpu: string | null, exact: boolean): string {
  const name = gpu?.replace(/[^\w.-]+/g, '-') ?? 'gpu';
  return join(cacheDir, FOLDER, `${PREFIX}${name}${exact ? '' : '-not-exact'}`);
}

const FOLDER = 'programs';
const PREFIX = `tensorflow-${TENSORFLOW_VERSION}-`;
