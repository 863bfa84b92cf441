import { UsageError } from '../core/errors.js';
import { count } from '../core/words/numbers.js';
import type { SweepRow } from '../store/port.js';
import type { CliContext } from './context.js';
import { plainly } from './text/plainly.js';

/**
 * Asks a person whether the sweep is to be deleted.
 *
 * @throws {UsageError} nobody is there to answer.
 */
export async function confirmDelete(
  sweep: SweepRow,
  { ask }: Pick<CliContext, 'ask'>,
): Promise<boolean> {
  const { id, name, counts } = plainly(sweep);
  const trials = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const what = `sweep ${id} (${name}), its ${count(trials, 'trial')} and their weights`;
  const answer = await ask(`Delete ${what}? This cannot be undone. [y/N] `);
  if (answer !== null) return /^y(es)?$/i.test(answer.trim());
  throw new UsageError(`Deleting ${what} cannot be undone; \`--yes\` confirms it.`);
}
