import { Refused } from '../../store/gateway/http/refused.js';
import type { Registered } from '../protocol/api.js';
import { createDrain, type Drain } from './drain.js';
import { runLease } from './lease/run-lease.js';
import type { AgentParts, AnsweredClaim } from './ports.js';

/** Milliseconds that an agent waits for a cohort in one request, at most. */
const LONGEST_WAIT = 20_000;

/** Milliseconds between two claims at least: a gateway may not wait as long as it is asked to. */
const BETWEEN_CLAIMS = 500;

/** Milliseconds to wait after a cohort that could not begin here, doubled each time. */
const AFTER_FAILURE = 1000;
const LONGEST_PAUSE = 30_000;

export interface Agent {
  /**
   * Claims cohorts and trains them, one at a time, until it is to leave; `asked` says so from
   * outside. Resolves once the gateway was told.
   *
   * @throws {Refused} the gateway does not want it: its token is none, or of another role.
   */
  run(asked: AbortSignal): Promise<void>;
  /** Tells the gateway that this process ends now, whatever it is at. Takes some seconds at most. */
  leave(): Promise<void>;
}

/** Shares nothing with others of its process. */
export function createAgent(parts: AgentParts): Agent {
  const { client, clock, limits, observe } = parts;
  /** As the gateway knows it; undefined: not, as yet or any more. */
  let agent: string | undefined;

  async function leave(): Promise<void> {
    if (agent === undefined) return;
    await client.leave(agent);
    agent = undefined;
    observe({ type: 'left' });
  }

  async function register(signal: AbortSignal): Promise<Registered> {
    const registered = await client.register(parts.registration, signal);
    agent = registered.agent;
    observe({ type: 'registered', ...registered });
    return registered;
  }

  async function claim(
    { agent, leaseMs }: Registered,
    drain: Drain,
    idleLeft: number,
  ): Promise<AnsweredClaim> {
    const left = drain.left();
    // No longer than between two beats: then the lease's time cannot have begun before the request.
    const waitMs = Math.max(0, Math.min(LONGEST_WAIT, leaseMs / 3, idleLeft));
    return client.claim(agent, { waitMs, lifeMs: left }, drain.signal);
  }

  async function work(drain: Drain): Promise<void> {
    let me = await register(drain.signal);
    let idleSince = clock.now();
    let failures = 0;
    while (!drain.signal.aborted) {
      const idleLeft = (limits.idleMs ?? Number.POSITIVE_INFINITY) - (clock.now() - idleSince);
      if (idleLeft <= 0) return drain.begin('idle');
      let answered: AnsweredClaim;
      try {
        answered = await claim(me, drain, idleLeft);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) throw error;
        // It was silent for long, or the database was put back.
        me = await register(drain.signal);
        await clock.sleep(BETWEEN_CLAIMS, drain.signal);
        continue;
      }
      const { claimed, since } = answered;
      if (claimed.lease === null) {
        await clock.sleep(since + BETWEEN_CLAIMS - clock.now(), drain.signal);
        continue;
      }
      const { lease, order } = claimed;
      observe({ type: 'claimed', lease, order });
      const end = await runLease(parts, { lease, order, since, leaseMs: me.leaseMs }, drain);
      if (limits.once) return drain.begin('once');
      failures = end === 'failed' ? failures + 1 : 0;
      if (failures > 0) {
        const pause = Math.min(LONGEST_PAUSE, AFTER_FAILURE * 2 ** (failures - 1));
        await clock.sleep(pause * (0.5 + clock.random()), drain.signal);
      }
      idleSince = clock.now();
    }
  }

  return {
    async run(asked) {
      const drain = createDrain({
        ...{ clock, asked, lifeMs: limits.lifeMs },
        told: (why) => observe({ type: 'draining', why }),
      });
      try {
        await work(drain);
      } catch (error) {
        if (!drain.signal.aborted || error !== drain.signal.reason) throw error;
      } finally {
        drain.close();
        await leave();
      }
    },
    leave,
  };
}
