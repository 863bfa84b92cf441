import { resolve } from 'node:path';

interface PlaceArgs {
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
}

/** Absolute paths of `--data` and `--weights`; absent: not given. */
export function placesOf({ data, weights }: PlaceArgs, cwd: string): PlaceArgs {
  return {
    ...(data === undefined ? {} : { data: resolve(cwd, data) }),
    ...(weights === undefined ? {} : { weights: resolve(cwd, weights) }),
  };
}
