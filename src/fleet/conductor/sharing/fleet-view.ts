import type { BackendInfo } from '../../../core/backend-info.js';
import type { CohortLimits } from '../../../plan/split-group.js';
import { COHORT_TRIALS } from '../../../plan/split-group.js';
import { fairShares } from './fair-shares.js';

/** An agent that gives signs of life, and takes cohorts. */
export interface LivingAgent {
  readonly team: string;
  readonly backend: string;
  /** Bytes that a cohort may take. */
  readonly cohortBytes: number;
  readonly info: BackendInfo;
}

/** A sweep that a conductor runs, whichever. */
export interface ActiveSweep {
  readonly id: number;
  readonly team: string;
  readonly backend: string;
  /** 1 to 100. */
  readonly weight: number;
  /** Trials that have not ended; null: none are laid down yet. */
  readonly open: number | null;
}

/** Agents and sweeps as rows have them at one moment. */
export interface FleetView {
  readonly agents: readonly LivingAgent[];
  readonly sweeps: readonly ActiveSweep[];
}

export const NOBODY: FleetView = { agents: [], sweeps: [] };

/** What a sweep may have in hand. */
export interface Capacity {
  readonly lanes: number;
  readonly ahead: number;
  readonly limits: CohortLimits;
}

/** Bytes that a cohort may take where no agent says. */
const UNKNOWN_BYTES = 4 * 2 ** 30;

/**
 * Cohorts that a sweep may have at agents, its share, and beyond: some wait, so that an agent that
 * becomes free finds one. They are as large as half of its agents have room for. Pure: all gateways
 * come to the same.
 */
export function capacityOf(
  { agents, sweeps }: FleetView,
  { id, team, backend }: Pick<ActiveSweep, 'id' | 'team' | 'backend'>,
): Capacity {
  const its = agents.filter((agent) => agent.team === team && agent.backend === backend);
  const claimants = sweeps
    .filter((sweep) => sweep.team === team && sweep.backend === backend)
    .map(({ id, weight, open }) => ({ id, weight, most: open ?? its.length }));
  const share = fairShares(its.length, claimants).get(id) ?? 0;
  const sizes = its.map(({ cohortBytes }) => cohortBytes).sort((a, b) => a - b);
  const bytes = sizes[Math.floor((sizes.length - 1) / 2)] ?? UNKNOWN_BYTES;
  return {
    lanes: Math.max(1, share),
    ahead: its.length === 0 ? 0 : 1 + Math.floor(share / AGENTS_PER_WAITING),
    limits: { bytes, trials: COHORT_TRIALS },
  };
}

const AGENTS_PER_WAITING = 10;

/** Bytes that a cohort may take at the agent that has the most for this sweep; 0: there is none. */
export function mostBytes(
  { agents }: FleetView,
  { team, backend }: Pick<ActiveSweep, 'team' | 'backend'>,
): number {
  return agents
    .filter((agent) => agent.team === team && agent.backend === backend)
    .reduce((most, { cohortBytes }) => Math.max(most, cohortBytes), 0);
}

/** Of these backends, the best first, the first that an agent of the team has. */
export function bestBackend(
  { agents }: FleetView,
  team: string,
  backends: readonly string[],
): string | null {
  const there = new Set(agents.filter((agent) => agent.team === team).map((each) => each.backend));
  return backends.find((backend) => there.has(backend)) ?? null;
}
