import type { StepProgress } from '../../../core/progress.js';
import type {
  FleetAgent,
  FleetBudget,
  FleetDocument,
  FleetSweep,
} from '../../../fleet/protocol/fleet-document.js';

/** `thaw agents --format json`. Seconds. */
export interface AgentsDocument {
  readonly team: string;
  readonly agents: readonly AgentDocument[];
  readonly sweeps: readonly FleetSweepDocument[];
  readonly budgets: readonly BudgetDocument[];
}

interface AgentDocument extends Pick<FleetAgent, 'name' | 'host' | 'device' | 'backend' | 'state'> {
  /** Id. */
  readonly agent: string;
  readonly seen_seconds_ago: number;
  /** What it trains; null: nothing. */
  readonly works_on: {
    /** Id. */
    readonly sweep: number;
    readonly name: string;
    /** Ids. */
    readonly trials: readonly number[];
    readonly seconds: number;
    readonly progress: StepProgress | null;
  } | null;
}

interface FleetSweepDocument
  extends Pick<FleetSweep, 'name' | 'owner' | 'wanted' | 'priority' | 'running' | 'queued'> {
  /** Id. */
  readonly sweep: number;
  /** Of devices. */
  readonly seconds_used: number;
  /** Null: any. */
  readonly budget_seconds: number | null;
  /** Null: it is getting on. */
  readonly waits_for: string | null;
}

interface BudgetDocument {
  readonly owner: string;
  readonly seconds_used: number;
  readonly seconds: number;
}

/** `thaw budget list --format json`. */
export interface BudgetsDocument {
  readonly budgets: readonly BudgetDocument[];
}

export function agentsDocument({ team, agents, sweeps, budgets }: FleetDocument): AgentsDocument {
  return {
    team,
    agents: agents.map(agentDocument),
    sweeps: sweeps.map((sweep) => ({
      sweep: sweep.id,
      name: sweep.name,
      owner: sweep.owner,
      wanted: sweep.wanted,
      priority: sweep.priority,
      running: sweep.running,
      queued: sweep.queued,
      seconds_used: sweep.secondsUsed,
      budget_seconds: sweep.budgetSeconds,
      waits_for: sweep.waitsFor,
    })),
    ...budgetsDocument(budgets),
  };
}

function agentDocument({ id, seenAgo, lease, ...agent }: FleetAgent): AgentDocument {
  const { name, host, device, backend, state } = agent;
  return {
    ...{ agent: id, name, host, device, backend, state, seen_seconds_ago: seenAgo / 1000 },
    works_on: lease && {
      sweep: lease.sweepId,
      name: lease.sweep,
      trials: lease.trials,
      seconds: lease.runningFor / 1000,
      progress: lease.progress,
    },
  };
}

export function budgetsDocument(budgets: readonly FleetBudget[]): BudgetsDocument {
  return {
    budgets: budgets.map(({ owner, secondsUsed, seconds }) => {
      return { owner, seconds_used: secondsUsed, seconds };
    }),
  };
}

/** `thaw run FILE --store URL --detach --format json`. */
export interface SubmitDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
}

/** `thaw pause SWEEP --format json`, and of `resume --detach`, `extend --detach` and `cancel`. */
export interface WishDocument {
  /** Id. */
  readonly sweep: number;
  readonly wanted: FleetSweep['wanted'];
}
