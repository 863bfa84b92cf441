import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { paths } from '../../protocol/api.js';
import { claimSchema, registrationSchema } from '../../protocol/schemas/agents.js';
import { beatSchema, failureSchema, toldSchema } from '../../protocol/schemas/messages.js';
import {
  extensionSchema,
  submissionSchema,
  testSchema,
  wishSchema,
} from '../../protocol/schemas/sweeps.js';
import type { Caller } from '../../tokens/token-gate.js';
import type { TokenRole } from '../../tokens/tokens.js';
import type { Handlers } from '../handlers.js';
import { type BodyLimits, readBody } from './read-body.js';

/** One thing that can be asked for. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With what stands for an id in it as a group. */
  readonly path: RegExp;
  readonly role: TokenRole;
  answer(asked: Asked): Promise<unknown>;
}

export interface Asked {
  readonly request: IncomingMessage;
  readonly caller: Caller;
  /** The id in the address; empty where there is none. */
  readonly id: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

const SMALL: BodyLimits = { bytes: 64 * 2 ** 10, values: 2000 };
/** Epochs of a large cohort, with which images each trial got right. */
const REPORT: BodyLimits = { bytes: 32 * 2 ** 20, values: 500_000 };
/** A sweep file, and what it means. */
const EXTENSION: BodyLimits = { bytes: 8 * 2 ** 20, values: 500_000 };
/** Names and digests of some hundred thousand images. */
const SUBMISSION: BodyLimits = { bytes: 128 * 2 ** 20, values: 5_000_000 };

const UUID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
const NUMBER = '([1-9][0-9]{0,14})';

function at(path: string): RegExp {
  return new RegExp(`^${path}$`);
}

const nothing = z.object({});

/** All that handlers answer; what others answer is mounted beside it. */
export function routesOf(
  handlers: Handlers,
  { stalledMs }: Pick<BodyLimits, 'stalledMs'> = {},
): readonly Route[] {
  const read = <Value>(request: IncomingMessage, schema: z.ZodType<Value>, limits: BodyLimits) =>
    readBody(request, schema, stalledMs === undefined ? limits : { ...limits, stalledMs });
  return [
    {
      ...{ method: 'POST', path: at(paths.agents), role: 'agent' },
      answer: async ({ request, caller }) =>
        handlers.register(caller, await read(request, registrationSchema, SMALL)),
    },
    {
      ...{ method: 'POST', path: at(paths.claim(UUID)), role: 'agent' },
      answer: async ({ request, caller, id, signal }) =>
        handlers.claim(caller, id, await read(request, claimSchema, SMALL), signal),
    },
    {
      ...{ method: 'POST', path: at(paths.leave(UUID)), role: 'agent' },
      async answer({ request, caller, id }) {
        await read(request, nothing, SMALL);
        await handlers.leave(caller, id);
        return {};
      },
    },
    {
      ...{ method: 'POST', path: at(paths.beat(UUID)), role: 'agent' },
      answer: async ({ request, caller, id }) =>
        handlers.beat(caller, id, await read(request, beatSchema, SMALL)),
    },
    {
      ...{ method: 'POST', path: at(paths.report(UUID)), role: 'agent' },
      answer: async ({ request, caller, id, signal }) =>
        handlers.report(caller, id, await read(request, toldSchema, REPORT), signal),
    },
    {
      ...{ method: 'POST', path: at(paths.finish(UUID)), role: 'agent' },
      answer: async ({ request, caller, id }) =>
        handlers.finish(caller, id, await read(request, toldSchema, REPORT)),
    },
    {
      ...{ method: 'POST', path: at(paths.fail(UUID)), role: 'agent' },
      answer: async ({ request, caller, id }) =>
        handlers.fail(caller, id, await read(request, failureSchema, SMALL)),
    },
    {
      ...{ method: 'POST', path: at(paths.sweeps), role: 'user' },
      answer: async ({ request, caller }) =>
        handlers.submit(caller, await read(request, submissionSchema, SUBMISSION)),
    },
    {
      ...{ method: 'POST', path: at(paths.wish(0).replace('0', NUMBER)), role: 'user' },
      async answer({ request, caller, id }) {
        await handlers.wish(caller, Number(id), await read(request, wishSchema, SMALL));
        return {};
      },
    },
    {
      ...{ method: 'POST', path: at(paths.extend(0).replace('0', NUMBER)), role: 'user' },
      async answer({ request, caller, id }) {
        const extension = await read(request, extensionSchema, EXTENSION);
        await handlers.extend(caller, Number(id), extension);
        return {};
      },
    },
    {
      ...{ method: 'DELETE', path: at(paths.sweep(0).replace('0', NUMBER)), role: 'user' },
      async answer({ caller, id }) {
        await handlers.remove(caller, Number(id));
        return {};
      },
    },
    {
      ...{ method: 'POST', path: at(paths.tests), role: 'user' },
      async answer({ request, caller }) {
        await handlers.addTest(caller, await read(request, testSchema, SMALL));
        return {};
      },
    },
    {
      ...{ method: 'GET', path: at(paths.fleet), role: 'user' },
      answer: async ({ caller }) => handlers.fleet(caller),
    },
  ];
}
