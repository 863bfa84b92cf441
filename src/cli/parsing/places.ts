import type { CliContext } from '../context.js';
import { pathOf } from '../path-of.js';

interface PlaceArgs {
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
}

/** Absolute paths of `--data` and `--weights`; absent: not given. */
export function placesOf(
  { data, weights }: PlaceArgs,
  context: Pick<CliContext, 'cwd'>,
): PlaceArgs {
  return {
    ...(data === undefined ? {} : { data: pathOf(context, data) }),
    ...(weights === undefined ? {} : { weights: pathOf(context, weights) }),
  };
}
