import type { Options } from 'yargs';
import { UsageError } from '../../core/errors.js';

/**
 * What the parser lets pass: a number that is none, a flag without its value or given twice.
 * @throws {UsageError}
 */
export function checkArgs(
  args: Readonly<Record<string, unknown>>,
  flags: Readonly<Record<string, Options>>,
): void {
  for (const [name, { type, array, default: standard }] of Object.entries(flags)) {
    const value = args[name];
    if (type === 'array' || array) {
      if (Array.isArray(value) && value.length === 0 && standard === undefined) {
        throw noValue(name);
      }
      continue;
    }
    if (Array.isArray(value)) throw new UsageError(`--${name} was given ${value.length} times.`);
    if (type === 'number' && Number.isNaN(value)) {
      throw new UsageError(`--${name} expects a number.`);
    }
    if (value === '' || (value === undefined && standard !== undefined)) throw noValue(name);
  }
}

function noValue(name: string): UsageError {
  return new UsageError(`--${name} expects a value.`);
}
