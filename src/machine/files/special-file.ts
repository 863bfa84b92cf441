import { type Stats, statSync } from 'node:fs';

/** What a path that is no file or folder names, in words; null: a file or folder, or nothing. */
export function specialFile(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? (KINDS.find(([, is]) => is(stat))?.[0] ?? null) : null;
}

const KINDS: readonly (readonly [string, (stat: Stats) => boolean])[] = [
  ['a named pipe', (stat) => stat.isFIFO()],
  ['a device', (stat) => stat.isCharacterDevice() || stat.isBlockDevice()],
  ['a socket', (stat) => stat.isSocket()],
];
