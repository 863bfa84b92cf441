import type { Json } from '../core/json.js';

/** An absolute path of any system, or one that starts at somebody's home. */
const PATH = /^(?:~?[/\\]|[A-Za-z]:[/\\]|file:\/\/)/;

/**
 * A value as it may be passed on: of absolute paths in it, which tell of a machine and its user, the
 * last part.
 */
export function withoutFolders(value: Json): Json {
  if (typeof value === 'string') return PATH.test(value) ? lastPart(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(withoutFolders);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutFolders(item)]),
  );
}

/** Whether that leaves anything out. */
export function hasFolders(value: Json): boolean {
  return JSON.stringify(withoutFolders(value)) !== JSON.stringify(value);
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? '';
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
