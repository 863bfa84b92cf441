import { migrateStore } from '../../../../app/fleet/stores/migrate-store.js';
import { UsageError } from '../../../../core/errors.js';
import type { CliContext } from '../../../context.js';
import { placeOf } from '../../../parsing/place-of.js';
import type { SharedArgs } from '../../../parsing/shared-flags.js';
import { print } from '../../../print.js';

export interface MigrateArgs extends SharedArgs {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly yes: boolean;
}

/** `thaw store migrate`. */
export async function migrate(args: MigrateArgs, context: CliContext): Promise<void> {
  const { from, to, yes, format } = args;
  const place = from === undefined ? args.place : placeOf({ store: from }, context);
  const done = await migrateStore(
    place,
    to === undefined ? null : numberIn(to),
    async (step) =>
      yes || confirm(`take ${place.name} back from schema ${step.from} to ${step.to}`, context),
  );
  if (!done) return context.err.write('Nothing was changed.\n');
  print(context.out, format, done, {
    json: (document) => document,
    text: ({ store, from, to }) =>
      from === to
        ? `${store} is of schema ${to} already.\n`
        : `${store}: from schema ${from} to ${to}.\n`,
  });
}

/** @throws {UsageError} nobody is there to answer. */
async function confirm(what: string, { ask }: Pick<CliContext, 'ask'>): Promise<boolean> {
  const answer = await ask(`Really ${what}? What only the newer has room for is lost. [y/N] `);
  if (answer !== null) return /^y(es)?$/i.test(answer.trim());
  throw new UsageError(`To ${what} loses what only the newer has room for; \`--yes\` confirms it.`);
}

/** @throws {UsageError} */
function numberIn(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`--to expects the number of a schema, not ${text}.`);
}
