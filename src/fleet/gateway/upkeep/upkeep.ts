import { isPassing } from '../../../store/postgres/postgres-error.js';
import type { GatewayParts } from '../parts.js';
import { createPatience } from './patience.js';
import { forgetAgents, reapLeases } from './reap.js';

export interface Upkeep {
  /** Whether the database answered when it was last asked. */
  isReady(): boolean;
  close(): Promise<void>;
}

export interface UpkeepOptions {
  /** Milliseconds between two rounds. */
  readonly everyMs?: number;
  /** Told of a round that failed; the next tries again. */
  readonly onError?: (error: unknown) => void;
  /** Told when the database stops to answer, and why; and when it does again: null. */
  readonly onOutage?: (why: unknown) => void;
}

/**
 * What each gateway does now and then beside answering: sees whether the database is there, has jobs
 * without signs of life failed, and takes their leases from their agents.
 */
export function startUpkeep(
  { connections, jobs, leaseMs }: Pick<GatewayParts, 'connections' | 'jobs' | 'leaseMs'>,
  {
    everyMs = Math.min(5000, Math.max(1000, leaseMs / 12)),
    onError = () => undefined,
    onOutage = () => undefined,
  }: UpkeepOptions = {},
): Upkeep {
  const patience = createPatience(leaseMs, Math.max(5000, 3 * everyMs));
  let isReady = false;
  let isAway = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let forgotten = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const server = await connections.one<{ readonly now: number; readonly began: number }>(
      `select extract(epoch from clock_timestamp())::double precision * 1000 as now,
              extract(epoch from pg_postmaster_start_time())::double precision * 1000 as began`,
    );
    patience.seen(performance.now(), server!);
    isReady = true;
    if (isAway) onOutage(null);
    isAway = false;
  }

  async function round(): Promise<void> {
    try {
      await look();
      if (patience.mayExpire(performance.now())) await jobs.supervise();
      await reapLeases(connections);
      if (performance.now() - forgotten < FORGET_MS) return;
      await forgetAgents(connections);
      forgotten = performance.now();
    } catch (error) {
      isReady = false;
      if (!isAway && !isOver && isPassing(error)) {
        isAway = true;
        onOutage(error);
      }
      patience.missed();
      onError(error);
    }
  }

  let rounds = go();
  async function go(): Promise<void> {
    await round();
    if (isOver) return;
    timer = setTimeout(() => {
      rounds = go();
    }, everyMs);
  }

  return {
    isReady: () => isReady,
    async close() {
      isOver = true;
      clearTimeout(timer);
      await rounds;
    },
  };
}

/** Milliseconds between two times that old agents are forgotten. */
const FORGET_MS = 60_000;
