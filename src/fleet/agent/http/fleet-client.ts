import { z } from 'zod';
import type { Wire } from '../../../store/gateway/http/open-wire.js';
import { Refused } from '../../../store/gateway/http/refused.js';
import { encode } from '../../../store/gateway/wire.js';
import { paths } from '../../protocol/api.js';
import type { FleetClient } from '../ports.js';
import * as answers from './answers.js';
import { type PersistParts, persist } from './persist.js';

/** Milliseconds that a gateway has to answer. */
const TIMEOUT = 20_000;

/** The same where it may wait for something first. */
const LONG_TIMEOUT = 60_000;

/** Milliseconds to say goodbye in. */
const LEAVING = 3000;

/** A gateway, by the protocol. */
export function createFleetClient(
  wire: Wire,
  { clock, tried }: Omit<PersistParts, 'signal'>,
): FleetClient {
  async function post<Result>(
    path: string,
    body: unknown,
    schema: z.ZodType<Result>,
    signal: AbortSignal,
    timeoutMs = TIMEOUT,
  ): Promise<Result> {
    const asked = { method: 'POST', path, body: encode(body), timeoutMs, signal } as const;
    const data = await wire.ask(asked, (answer) => answer.data());
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const { path: place, message } = parsed.error.issues[0]!;
    throw new Refused(
      200,
      `The gateway answered ${path} with something that this version of Thaw does not know: ${place.join('.')} ${message}`,
    );
  }

  function persistent<Result>(signal: AbortSignal, ask: () => Promise<Result>): Promise<Result> {
    return persist({ clock, tried, signal }, ask);
  }

  /** A lease that nobody knows, or knows any more, is lost. */
  async function ofLease<Result>(ask: Promise<Result>): Promise<Result | { readonly is: 'lost' }> {
    try {
      return await ask;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return { is: 'lost' };
      throw error;
    }
  }

  return {
    register: (registration, signal) =>
      persistent(signal, () => post(paths.agents, registration, answers.registered, signal)),
    claim(agent, { waitMs, lifeMs }, signal) {
      const whole = {
        waitMs: Math.round(waitMs),
        lifeMs: lifeMs === null ? null : Math.round(lifeMs),
      };
      return persistent(signal, async () => {
        const since = clock.now();
        const timeoutMs = waitMs + TIMEOUT;
        const claimed = await post(paths.claim(agent), whole, answers.claimed, signal, timeoutMs);
        return { claimed, since };
      });
    },
    async leave(agent) {
      const signal = AbortSignal.timeout(LEAVING);
      const path = paths.leave(agent);
      await persist({ clock, tried: () => undefined, signal }, () =>
        post(path, {}, z.unknown(), signal, LEAVING),
      ).catch(() => undefined);
    },
    beat: (lease, beat, timeoutMs, signal) =>
      ofLease(post(paths.beat(lease), beat, answers.beatAnswer, signal, timeoutMs)),
    report: (lease, told, signal) =>
      ofLease(
        persistent(signal, () =>
          post(paths.report(lease), told, answers.taken, signal, LONG_TIMEOUT),
        ),
      ),
    finish: (lease, told, signal) =>
      ofLease(
        persistent(signal, () =>
          post(paths.finish(lease), told, answers.taken, signal, LONG_TIMEOUT),
        ),
      ),
    fail: (lease, failure, signal) =>
      ofLease(persistent(signal, () => post(paths.fail(lease), failure, answers.taken, signal))),
  };
}
