import type { SweepSpec } from '../../core/sweep.js';
import type { Pace } from '../../plan/pace.js';
import type { PostgresStore } from '../../store/postgres/postgres-store.js';
import type { Connections } from '../../store/postgres/sql.js';
import type { SweepParts } from '../../sweep/sweep-parts.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Ear } from '../notices/listen.js';
import { LEASE_TIMES, type LeaseTimes } from './leases/follow-lease.js';

/** What running a sweep takes that its spec and its backend say. */
export interface Assembled
  extends Pick<SweepParts, 'sampler' | 'pruner' | 'recipeFor' | 'recipeFault' | 'backward'> {
  /** What to expect of one agent. */
  readonly pace: Pace;
}

export interface ConductorParts {
  /** For what is only read, and for what concerns no sweep's trials. Not closed here. */
  readonly connections: Connections;
  readonly jobs: Jobs;
  readonly ear: Ear;
  /** Milliseconds of a lease without a sign of life. */
  readonly leaseMs: number;
  /** The store that a sweep is run on: one each, closed here. */
  openStore(): Promise<PostgresStore>;
  /** @throws {ThawError} this version cannot run such a sweep. */
  assemble(spec: SweepSpec, backend: string): Assembled;
  /** All that there are, in the order in which `auto` prefers them. */
  readonly backends: readonly string[];
  /** This program's. */
  readonly version: string;
  /** Told of what went wrong, which is tried again. */
  readonly onError: (error: unknown) => void;
  readonly times: ConductorTimes;
}

/** In milliseconds. */
export interface ConductorTimes extends LeaseTimes {
  /** Between two looks at what is wanted. */
  readonly look: number;
  /** Between two looks at agents and shares. */
  readonly view: number;
  /** Between two looks at leases, should notices be missed. */
  readonly leases: number;
  /** After which a conductor without signs of life has lost its sweeps. */
  readonly silence: number;
  /** Before a sweep that could not be run is tried again: at first, and at most. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Before trials run again that broke: at first. */
  readonly retryPause?: number;
}

export const CONDUCTOR_TIMES: ConductorTimes = {
  ...LEASE_TIMES,
  look: 1000,
  view: 3000,
  leases: 2000,
  silence: 30_000,
  firstPause: 5000,
  longestPause: 600_000,
};
