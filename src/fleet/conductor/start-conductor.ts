import { messageOf, ThawError } from '../../core/errors.js';
import { formatDuration } from '../../core/words/format-duration.js';
import type { ConductorParts } from './parts.js';
import { type Capacities, createCapacities } from './sharing/capacities.js';
import { readView } from './sharing/read-view.js';
import { conduct } from './sweeps/conduct-sweep.js';
import { spentSentence, spentText } from './sweeps/spending.js';
import { readSubmissions, type Submitted, setWaitsFor } from './sweeps/submissions.js';

/** What runs the sweeps that somebody submitted, as far as no other gateway does. */
export interface Conductor {
  /** Sweeps that it has now. */
  readonly conducted: ReadonlySet<number>;
  /**
   * Takes up no more, and resolves once it has none. `letGo`: cohorts train on, for the next conductor
   * to go on with; else they stop, each with a checkpoint, and go back to the queue.
   */
  close(letGo: boolean): Promise<void>;
}

interface Held {
  weight: number;
  readonly stop: AbortController;
  readonly spent: AbortController;
  readonly leave: AbortController;
  readonly done: Promise<void>;
}

/** When a sweep that could not be run is tried again. */
interface Later {
  readonly at: number;
  readonly pause: number;
}

/** Looks at intervals, and when a notice says that something else is wanted of a sweep. */
export function startConductor(parts: ConductorParts): Conductor {
  const { connections, ear, times, onError } = parts;
  const held = new Map<number, Held>();
  const later = new Map<number, Later>();
  const capacities = createCapacities();
  let isOver = false;
  let viewedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function take({ sweepId, team, weight, wanted }: Submitted): void {
    const stop = new AbortController();
    const spent = new AbortController();
    const leave = new AbortController();
    if (wanted !== 'run') stop.abort();
    const signals = { stop: stop.signal, spent: spent.signal, leave: leave.signal };
    const its = { sweepId, team, ...signals, weight: () => held.get(sweepId)?.weight ?? weight };
    const done = conduct(its, parts, capacities)
      .then(() => void later.delete(sweepId))
      .catch((error) => putOff(sweepId, error))
      .catch(onError)
      .finally(() => {
        held.delete(sweepId);
        if (!isOver) look();
      });
    held.set(sweepId, { weight, stop, spent, leave, done });
  }

  /** Others are not concerned, and it is tried again. */
  async function putOff(sweepId: number, error: unknown): Promise<void> {
    if (!(error instanceof ThawError)) onError(error);
    const pause = Math.min(
      times.longestPause,
      2 * (later.get(sweepId)?.pause ?? times.firstPause / 2),
    );
    later.set(sweepId, { at: performance.now() + pause, pause });
    const submitted = (await readSubmissions(connections, times.silence)).find(
      (each) => each.sweepId === sweepId,
    );
    // Another has it: that is no fault, and this one's word counts no more.
    if (!submitted || submitted.isHeld) return;
    const message = `could not go on (${messageOf(error)}); it is tried again in ${formatDuration(pause)}`;
    await setWaitsFor(connections, sweepId, message);
    const store = await parts.openStore();
    try {
      await store.log.addEvent({ sweepId, trialId: null, kind: 'conductor', message });
    } finally {
      await store.close();
    }
  }

  /** What is wanted now of a sweep that this process has. */
  function tell(its: Held, submitted: Submitted): void {
    its.weight = submitted.weight;
    if (submitted.wanted !== 'run') its.stop.abort();
    const spent = spentText(submitted);
    if (spent !== null && !its.spent.signal.aborted) its.spent.abort(spent);
  }

  async function consider(submitted: Submitted): Promise<void> {
    const { sweepId, waitsFor } = submitted;
    if (held.has(sweepId) || submitted.isHeld) return;
    if ((later.get(sweepId)?.at ?? 0) > performance.now()) return;
    const why = waitingFor(submitted, capacities);
    if (why === null) return take(submitted);
    if (why !== waitsFor) await setWaitsFor(connections, sweepId, why);
  }

  async function round(): Promise<void> {
    if (isOver) return;
    if (performance.now() - viewedAt >= times.view) {
      viewedAt = performance.now();
      capacities.update(await readView(connections, parts.leaseMs));
    }
    for (const submitted of await readSubmissions(connections, times.silence)) {
      const its = held.get(submitted.sweepId);
      if (its) tell(its, submitted);
      if (its && submitted.wanted === 'run') {
        const why = agentsMissing(submitted, capacities);
        if (why !== submitted.waitsFor) await setWaitsFor(connections, submitted.sweepId, why);
      } else if (!isOver) await consider(submitted);
    }
  }

  function look(): void {
    clearTimeout(timer);
    looking = looking.then(round).catch(onError);
    looking.then(() => {
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(look, times.look);
    });
  }

  const deaf = ear.on('wanted', look);
  look();

  return {
    get conducted() {
      return new Set(held.keys());
    },
    async close(letGo) {
      isOver = true;
      deaf();
      clearTimeout(timer);
      await looking;
      for (const { leave, stop } of held.values()) (letGo ? leave : stop).abort();
      await Promise.all([...held.values()].map(({ done }) => done));
    },
  };
}

/** Why nobody needs to run a sweep now; null: somebody should. */
function waitingFor(submitted: Submitted, capacities: Capacities): string | null {
  // What is at agents has to be taken in, or stopped.
  if (submitted.wanted !== 'run' || submitted.hasLeases) return null;
  const spent = spentText(submitted);
  return spent === null ? agentsMissing(submitted, capacities) : spentSentence(spent);
}

function agentsMissing(
  { team, backend, backendAsked }: Pick<Submitted, 'team' | 'backend' | 'backendAsked'>,
  { view }: Capacities,
): string | null {
  const its = view.agents.filter((agent) => agent.team === team);
  const name = backend ?? (backendAsked === 'auto' ? null : backendAsked);
  if (name === null ? its.length > 0 : its.some((agent) => agent.backend === name)) return null;
  return name === null
    ? 'no agent of its team gives signs of life: start one with `thaw agent`'
    : `no agent of its team that has the backend ${name} gives signs of life: start one with \`thaw agent --backend ${name}\``;
}
