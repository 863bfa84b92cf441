import type { FleetBudget } from '../../../fleet/protocol/fleet-document.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate } from '../../text/text.js';
import { shortDuration } from '../../text/units.js';

/** What users may take of all devices, and have taken. */
export function renderBudgets(
  budgets: readonly FleetBudget[],
  width: number,
  { bold }: Style,
): string {
  if (budgets.length === 0) return 'No budgets: everybody may take any device time.\n';
  const columns = [
    ...([{ title: 'owner' }, { title: 'used', align: 'right' }] as const),
    ...([
      { title: 'of', align: 'right' },
      { title: 'left', align: 'right' },
    ] as const),
  ];
  const rows = budgets.map(({ owner, secondsUsed, seconds }) => [
    truncate(owner, 32),
    shortDuration(secondsUsed),
    shortDuration(seconds),
    shortDuration(Math.max(0, seconds - secondsUsed)),
  ]);
  return renderTable(columns, rows, width, bold);
}
