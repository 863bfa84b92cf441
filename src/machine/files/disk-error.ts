import { codeOf, messageOf } from '../../core/errors.js';
/**
 * What a person can do about an error of the disk itself (full, not writable), as the end of a
 * message; null for any other error.
 */
export function diskAdvice(error: unknown): string | null {
  const code = codeOf(error);
  if (code === undefined) return null;
  // A folder that cannot be made where the system says so of one that is there.
  const isNoPlace = code === 'ENOENT' && messageOf(error).includes(', mkdir ');
  if (!isNoPlace && !DISK.includes(code)) return null;
  return `${messageOf(error)}. Free some space, or set THAW_CACHE to a folder that can be written to.`;
}

const DISK: readonly string[] = [
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
];
