import { squash } from '../../../dialects/squash.js';
import type { Path } from '../../words/findings.js';
import type { Fields } from '../given.js';
import type { Rewriting } from '../rewriting.js';

/**
 * Options of a sampler or a pruner under our own names; each that is read as another is noted.
 *
 * `own`: those that it has. `called`: which of ours another tool's option may mean.
 */
export function readPlugInOptions(
  path: Path,
  own: readonly string[],
  called: (option: string) => readonly string[] | undefined,
  options: Fields,
  { alias, moved }: Rewriting,
): Fields {
  return Object.fromEntries(
    Object.entries(options).map(([option, value]) => {
      if (own.includes(option)) return [option, value];
      const meant =
        own.find((each) => squash(each) === squash(option)) ??
        called(option)?.find((each) => own.includes(each));
      if (meant === undefined || meant in options) return [option, value];
      alias([...path, option], option, meant, { at: 'key' });
      moved([...path, meant], [...path, option]);
      return [meant, value];
    }),
  );
}
