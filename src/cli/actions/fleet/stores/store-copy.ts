import { copyStore } from '../../../../app/fleet/stores/copy-store.js';
import { UsageError } from '../../../../core/errors.js';
import { isUrl } from '../../../../core/places/place.js';
import { atWork } from '../../../at-work.js';
import type { CliContext } from '../../../context.js';
import { type NamedPlace, placeOf } from '../../../parsing/place-of.js';
import type { SharedArgs } from '../../../parsing/shared-flags.js';
import { print } from '../../../print.js';
import { renderCopied } from '../../../render/fleet/copied.js';

export interface CopyArgs extends SharedArgs {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly sweep: readonly string[] | undefined;
  readonly again: boolean;
}

/** `thaw store copy`. */
export async function copy(args: CopyArgs, context: CliContext): Promise<void> {
  const { again, place, format } = args;
  const sweeps = args.sweep === undefined ? null : args.sweep.flatMap(idsIn);
  const [from, to] = [placeNamed('FROM', args.from, context), placeNamed('TO', args.to, context)];
  const notice = 'Stopping: nothing of it is kept ...';
  const done = await atWork(context, { notice, place }, (world, observer) =>
    copyStore(world, { from, to, sweeps, again }, observer),
  );
  print(context.out, format, done, {
    json: (document) => document,
    csv: ({ tables }) => ({
      header: ['table', 'rows', 'digest'],
      rows: tables.map(({ table, rows, digest }) => [table, rows, digest]),
    }),
    text: renderCopied,
  });
}

/** @throws {UsageError} */
function placeNamed(name: string, text: string | undefined, context: CliContext): NamedPlace {
  if (text === undefined) {
    throw new UsageError(
      `\`thaw store copy FROM TO\` misses ${name}: the path of a database file, or postgres://USER@HOST/DATABASE.`,
    );
  }
  return placeOf(isUrl(text) ? { store: text } : { db: text }, context);
}

/** @throws {UsageError} */
function idsIn(text: string): readonly number[] {
  return text.split(',').map((id) => {
    if (/^\d{1,15}$/.test(id)) return Number(id);
    throw new UsageError(`--sweep expects ids of sweeps, such as 3 or 3,5, not ${text}.`);
  });
}
