import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import type { Asked, Wire } from '../../store/gateway/http/open-wire.js';
import { Refused } from '../../store/gateway/http/refused.js';
import { Unreachable } from '../../store/gateway/http/unreachable.js';
import { encode } from '../../store/gateway/wire.js';
import { paths } from '../protocol/api.js';
import { fleetSchema } from '../protocol/schemas/fleet.js';
import type { FleetDesk } from './desk.js';

/** Milliseconds; a sweep's listing may be a hundred megabytes. */
const TIMEOUT = 20_000;
const SUBMIT_TIMEOUT = 300_000;

/** The desk of machines behind a gateway. `name`: what messages call it. */
export function gatewayDesk(wire: Wire, name: string): FleetDesk {
  const signal = new AbortController().signal;

  async function ask<Result>(
    asked: Pick<Asked, 'method' | 'path'> & {
      readonly body?: unknown;
      readonly timeoutMs?: number;
    },
    schema: z.ZodType<Result>,
  ): Promise<Result> {
    const { method, path, body, timeoutMs = TIMEOUT } = asked;
    const sent = body === undefined ? {} : { body: encode(body) };
    try {
      const data = await wire.ask({ method, path, timeoutMs, signal, ...sent }, (answer) =>
        answer.data(),
      );
      const parsed = schema.safeParse(data);
      if (parsed.success) return parsed.data;
    } catch (error) {
      throw toldError(error);
    }
    throw new Unreachable(
      `${name} answered with something that this version of Thaw does not know: it may be of another version, or no gateway.`,
    );
  }

  return {
    async submit(submission) {
      const body = submission;
      const asked = { method: 'POST', path: paths.sweeps, timeoutMs: SUBMIT_TIMEOUT } as const;
      return (await ask({ ...asked, body }, z.object({ sweepId: z.int().min(1) }))).sweepId;
    },
    async wish(sweepId, body) {
      await ask({ method: 'POST', path: paths.wish(sweepId), body }, NOTHING);
    },
    async extend(sweepId, body) {
      await ask({ method: 'POST', path: paths.extend(sweepId), body }, NOTHING);
    },
    async remove(sweepId) {
      await ask({ method: 'DELETE', path: paths.sweep(sweepId) }, NOTHING);
    },
    fleet: () => ask({ method: 'GET', path: paths.fleet }, fleetSchema),
    close: async () => undefined,
  };
}

const NOTHING = z.object({});

/** What a person asked for that is not there, or not now, in the gateway's own words. */
function toldError(error: unknown): unknown {
  const isTheirs = error instanceof Refused && (error.status === 404 || error.status === 409);
  return isTheirs && error.said !== '' ? new UsageError(error.said) : error;
}
