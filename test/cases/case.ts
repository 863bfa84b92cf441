import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finished, thaw } from '../e2e/thaw.js';

/** The input of a case in a folder of its own, and the program run there, with a cache of its own. */
export interface Case {
  readonly folder: string;
  thaw(...args: readonly string[]): Promise<Finished>;
}

export function openCase(name: string): Case {
  const folder = mkdtempSync(join(tmpdir(), `thaw-case-${name}-`));
  cpSync(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true });
  const env = { THAW_CACHE: join(folder, 'cache') };
  return { folder, thaw: (...args) => thaw(args, folder, { env }) };
}

/** What lets a case of 32 px train in seconds, and fetch nothing. */
export const QUICK: readonly string[] = [
  ...['--set', 'model.weights=random', '--backend', 'wasm', '--workers', '1'],
];
