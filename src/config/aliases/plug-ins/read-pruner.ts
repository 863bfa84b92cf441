import { prunerCalled, prunerOptionsCalled } from '../../../dialects/pruner-names.js';
import { squash } from '../../../dialects/squash.js';
import { pruners } from '../../../search/pruners/index.js';
import { type Fields, isFields } from '../given.js';
import type { Rewriting } from '../rewriting.js';
import { readPlugInOptions } from './plug-in-options.js';

/** `early_terminate` under our own names; what it is read as is noted. */
export function readPruner(given: unknown, rewriting: Rewriting): unknown {
  const path = ['early_terminate'];
  if (typeof given === 'string') return meantBy(given, path, rewriting) ?? given;
  if (!isFields(given)) return given;
  const naming = 'type' in given ? 'type' : 'name';
  const { [naming]: name, ...rest } = given;
  if (typeof name !== 'string') return given;
  const { type, ...own } = meantBy(name, [...path, naming], rewriting) ?? { type: name };
  if (naming !== 'type') {
    if (!Object.hasOwn(pruners, type)) return given;
    rewriting.alias([...path, naming], naming, 'type', { at: 'key' });
  }
  if (!Object.hasOwn(pruners, type)) return given;
  const options = Object.keys(pruners[type]!.options.shape);
  return {
    type,
    ...own,
    ...readPlugInOptions(path, options, prunerOptionsCalled, rest, rewriting),
  };
}

/** What a name stands for, with the options that it has there; undefined: it is ours, or nobody's. */
function meantBy(
  wrote: string,
  path: readonly string[],
  { alias }: Rewriting,
): (Fields & { readonly type: string }) | undefined {
  if (Object.hasOwn(pruners, wrote)) return undefined;
  // `optuna.pruners.MedianPruner` by its last part.
  const name = wrote.split('.').at(-1)!;
  const same = Object.keys(pruners).find((each) => squash(each) === squash(name));
  const meant = same ? { pruner: same } : prunerCalled(name);
  if (!meant) return undefined;
  const { pruner, options = {}, remark } = meant;
  const said = Object.entries(options).map(([option, value]) => `${option}: ${value}`);
  alias(path, wrote, [pruner, ...said].join(', '), { remark });
  return { type: pruner, ...options };
}
