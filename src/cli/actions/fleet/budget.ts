import { changeBudget } from '../../../app/fleet/budgets.js';
import { deviceSeconds } from '../../../app/fleet/device-time.js';
import { openDesk, ownTeam } from '../../../app/fleet/open-desk.js';
import { UsageError } from '../../../core/errors.js';
import { budgetsDocument } from '../../../results/documents/fleet/fleet.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { renderBudgets } from '../../render/fleet/budgets.js';
import { checkShared } from './with-fleet.js';

interface BudgetArgs extends SharedArgs {
  readonly action: 'list' | 'set' | 'remove';
  readonly owner: string | undefined;
  readonly time: string | undefined;
  readonly team: string | undefined;
}

export async function run(args: BudgetArgs, context: CliContext): Promise<void> {
  const { place, format, action } = args;
  checkShared(place);
  const team = args.team ?? ownTeam(context.env);
  if (action !== 'list') {
    const change = changeIn(args);
    await changeBudget(place, { team, ...change });
    // Said, since a budget of another team than that of the user's token limits nobody.
    if (action === 'set' && format === 'table') {
      context.err.write(`From now on this is what ${change.owner} of team ${team} may take.\n`);
    }
  }
  const desk = await openDesk(place, { ...context.env, THAW_TEAM: team });
  try {
    const { budgets } = await desk.fleet();
    print(context.out, format, budgets, {
      json: budgetsDocument,
      csv: (list) => ({
        header: ['owner', 'seconds_used', 'seconds'],
        rows: list.map(({ owner, secondsUsed, seconds }) => [owner, secondsUsed, seconds]),
      }),
      text: renderBudgets,
    });
  } finally {
    await desk.close();
  }
}

/** @throws {UsageError} */
function changeIn({ action, owner, time }: BudgetArgs) {
  if (owner === undefined) {
    throw new UsageError(
      `\`thaw budget ${action}\` needs an owner, as \`thaw token list\` names them.`,
    );
  }
  if (action === 'remove') return { owner, seconds: null };
  if (time === undefined) {
    throw new UsageError(`\`thaw budget set ${owner}\` needs a device time, such as 100gpuh.`);
  }
  return { owner, seconds: deviceSeconds(time, 'time') };
}
