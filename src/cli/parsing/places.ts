import { existsSync } from 'node:fs';
import { UsageError } from '../../core/errors.js';
import type { CliContext } from '../context.js';
import { pathOf } from '../path-of.js';

interface PlaceArgs {
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
}

/**
 * Absolute paths of `--data` and `--weights`; absent: not given.
 *
 * @throws {UsageError} there is nothing there.
 */
export function placesOf(
  { data, weights }: PlaceArgs,
  context: Pick<CliContext, 'cwd'>,
): PlaceArgs {
  return {
    ...(data === undefined ? {} : { data: existing('--data', pathOf(context, data)) }),
    ...(weights === undefined ? {} : { weights: existing('--weights', pathOf(context, weights)) }),
  };
}

function existing(flag: string, path: string): string {
  if (existsSync(path)) return path;
  throw new UsageError(`${flag} expects where they are now, but there is nothing at ${path}.`);
}
