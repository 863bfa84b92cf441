import { numberRanges } from '../../../core/words/number-ranges.js';
import type {
  FleetAgent,
  FleetDocument,
  FleetSweep,
} from '../../../fleet/protocol/fleet-document.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate, wrap } from '../../text/text.js';
import { shortDuration } from '../../text/units.js';
import { renderBudgets } from './budgets.js';

/** Who does what, as a person reads it. */
export function renderAgents(fleet: FleetDocument, width: number, style: Style): string {
  const { agents, sweeps, budgets } = fleet;
  return [
    agentsText(agents, width, style),
    ...(sweeps.length > 0 ? [sweepsText(sweeps, width, style)] : []),
    ...(budgets.length > 0 ? [renderBudgets(budgets, width, style)] : []),
  ].join('\n');
}

function agentsText(agents: readonly FleetAgent[], width: number, { bold }: Style): string {
  const living = agents.filter(({ state }) => state !== 'gone');
  if (living.length === 0) return 'No agents: `thaw agent --server URL` starts one on a machine.\n';
  const columns = [
    ...([{ title: 'agent' }, { title: 'device' }, { title: 'state' }] as const),
    ...([
      { title: 'seen', align: 'right' },
      { title: 'works on', wrap: true },
    ] as const),
  ];
  const rows = living.map((agent) => [
    truncate(agent.name, 20),
    truncate(`${agent.device}, ${agent.backend}`, 24),
    agent.state,
    shortDuration(agent.seenAgo / 1000),
    workText(agent),
  ]);
  return renderTable(columns, rows, width, bold);
}

function workText({ lease }: FleetAgent): string {
  if (!lease) return '-';
  const { sweepId, trials, progress, runningFor } = lease;
  const epoch = progress ? `, epoch ${progress.epoch} of 0-${progress.epochs - 1}` : '';
  const what = `${trials.length === 1 ? 'trial' : 'trials'} ${numberRanges(trials)}`;
  return `sweep ${sweepId}, ${what}${epoch}, ${shortDuration(runningFor / 1000)}`;
}

function sweepsText(sweeps: readonly FleetSweep[], width: number, { bold }: Style): string {
  const columns = [
    ...([{ title: 'sweep', align: 'right' }, { title: 'name' }, { title: 'owner' }] as const),
    ...([
      { title: 'priority', align: 'right' },
      { title: 'running', align: 'right' },
    ] as const),
    ...([
      { title: 'queued', align: 'right' },
      { title: 'used', align: 'right' },
    ] as const),
    ...([{ title: 'of', align: 'right' }] as const),
  ];
  const rows = sweeps.map((sweep) => [
    ...[String(sweep.id), truncate(sweep.name, 16), truncate(sweep.owner, 12)],
    ...[String(sweep.priority), String(sweep.running), String(sweep.queued)],
    shortDuration(sweep.secondsUsed),
    sweep.budgetSeconds === null ? '-' : shortDuration(sweep.budgetSeconds),
  ]);
  const waiting = sweeps.flatMap((sweep) => {
    const why = whyWaits(sweep);
    return why === null ? [] : wrap(`Sweep ${sweep.id} waits: ${why}`, width);
  });
  return [
    renderTable(columns, rows, width, bold),
    ...waiting.map((line) => `${line}\n`),
    'running and queued are cohorts; used is device time, of the budget.\n',
  ].join('');
}

function whyWaits({ wanted, waitsFor }: FleetSweep): string | null {
  if (waitsFor !== null) return waitsFor;
  if (wanted === 'pause') return 'it is paused.';
  return wanted === 'cancel' ? 'it is cancelled.' : null;
}
