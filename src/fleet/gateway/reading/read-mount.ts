import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { StoreError } from '../../../core/errors.js';
import { Refusal } from '../../../machine/http/refusal.js';
import { linesOf } from '../../../store/gateway/lines.js';
import { READ_PATH } from '../../../store/gateway/read-request.js';
import type { Store } from '../../../store/port.js';
import type { Caller } from '../../tokens/token-gate.js';
import { isDatabaseAway } from '../http/database-away.js';
import { type BodyLimits, readBody } from '../http/read-body.js';
import { readMethods } from './read-methods.js';
import type { Sight } from './sight.js';

export interface ReadMountParts {
  /** Opened to be read; it answers all teams. */
  readonly store: Pick<Store, 'readings' | 'log'>;
  readonly sightOf: (team: string) => Sight;
}

/**
 * Answers what users ask of results, each of their own team: one call of a method of the store, whose
 * answer is written line by line, as fast as it is taken. False: it is another address.
 */
export function createReadMount({ store, sightOf }: ReadMountParts) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    { role, team }: Pick<Caller, 'role' | 'team'>,
  ): Promise<boolean> => {
    if (request.url?.split('?', 1)[0] !== READ_PATH) return false;
    if (request.method !== 'POST') {
      throw new Refusal(405, 'This address knows POST alone.', { Allow: 'POST' });
    }
    if (role !== 'user') {
      throw new Refusal(403, `This takes a token of role user; this one is ${role}.`);
    }
    const { method, args } = await readBody(request, requestSchema, LIMITS);
    const seen = { readings: store.readings, log: store.log, sight: sightOf(team) };
    await write(response, linesOf(await told(readMethods[method](seen, args))));
    return true;
  };
}

const METHODS = Object.keys(readMethods) as (keyof typeof readMethods)[];

const requestSchema = z.object({ method: z.enum(METHODS), args: z.array(z.unknown()).max(5) });

/** Ids of all trials of the largest sweeps fit in. */
const LIMITS: BodyLimits = { bytes: 16 * 2 ** 20, values: 2_100_000 };

/** What is wrong with the results themselves concerns whoever asks; where they lie does not. */
async function told(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (isDatabaseAway(error.cause)) throw error.cause;
    throw error.cause === undefined ? new Refusal(422, error.message) : error;
  }
}

async function write(response: ServerResponse, lines: Iterable<string>): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  for (const line of lines) {
    if (response.destroyed) return;
    const isTaken = response.write(`${line}\n`);
    // Others are answered between two lines.
    if (!isTaken) await Promise.race([once(response, 'drain'), gone]);
    else await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}
