import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../machine/files/make-folder.js';

/** Keeps a backend's forward images per second at 64 px, as `thaw backends` measured them here. */
export function rememberRate(cacheDir: string, backend: string, imagesPerSecond: number): void {
  try {
    makeFolder(cacheDir);
    const rates = { ...readRates(cacheDir), [backend]: imagesPerSecond };
    writeFileSync(fileIn(cacheDir), `${JSON.stringify(rates)}\n`);
  } catch {
    // An estimate is all that is lost.
  }
}

/** Null: never measured on this machine. */
export function knownRate(cacheDir: string, backend: string): number | null {
  const rate = readRates(cacheDir)[backend];
  return typeof rate === 'number' && rate > 0 ? rate : null;
}

function readRates(cacheDir: string): Readonly<Record<string, unknown>> {
  try {
    const rates: unknown = JSON.parse(readFileSync(fileIn(cacheDir), 'utf8'));
    return typeof rates === 'object' && rates !== null ? { ...rates } : {};
  } catch {
    return {};
  }
}

function fileIn(cacheDir: string): string {
  return join(cacheDir, 'rates.json');
}
