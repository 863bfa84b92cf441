import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPostgres } from './postgres/server.js';

let folder: string;

/**
 * Gives a test run, and all programs that it starts, a folder of its own for what they write beside
 * the clone: gigabytes of sweeps. Other users, whom some tests play, may write to it as well.
 */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'thaw-tests-'));
  chmodSync(folder, 0o1777);
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
}

export async function teardown(): Promise<void> {
  await stopPostgres(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
