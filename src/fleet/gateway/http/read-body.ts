import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { shortened } from '../../../core/words/plain.js';
import { Refusal } from '../../../machine/http/refusal.js';
import { decode } from '../../../store/gateway/wire.js';
import { checkPlain } from './check-plain.js';

export interface BodyLimits {
  readonly bytes: number;
  /** Values in it, each of objects and lists counted. */
  readonly values: number;
  /** Milliseconds that it may stand still. */
  readonly stalledMs?: number;
}

/**
 * A request's body as what it is to be.
 *
 * @throws {Refusal} it is too large, too slow, or something else.
 */
export async function readBody<Value>(
  request: IncomingMessage,
  schema: z.ZodType<Value>,
  limits: BodyLimits,
): Promise<Value> {
  return fitting(plainIn(await textOf(request, limits), limits), schema);
}

/** A value as what it is to be. @throws {Refusal} it is something else, and in what. */
export function fitting<Value>(value: unknown, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const told = issues.slice(0, TOLD).map(({ path, message }) => {
    return `${shortened(path.map(String).join('.'), 200) || 'the body'}: ${shortened(message, 200)}`;
  });
  const more = issues.length > TOLD ? [`and ${issues.length - TOLD} more`] : [];
  throw new Refusal(400, `This is not what is expected here: ${[...told, ...more].join('; ')}.`);
}

/** Texts and bytes that are sent once may be meant in several places: in this many, all of them. */
const TOLD_TWICE = 2;

/** Mistakes told one by one. */
const TOLD = 10;

function plainIn(text: string, { values, bytes }: BodyLimits): unknown {
  let value: unknown;
  try {
    value = decode(text);
  } catch {
    throw new Refusal(400, 'The body is not as Thaw writes it.');
  }
  checkPlain(value, { values, bytes: TOLD_TWICE * bytes });
  return value;
}

function textOf(
  request: IncomingMessage,
  { bytes: most, stalledMs = STALLED_MS }: BodyLimits,
): Promise<string> {
  const tooLarge = () =>
    new Refusal(413, `A body has ${most} bytes at most here.`, { Connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > most) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (error: Error) => {
      clearTimeout(stalled);
      clearTimeout(whole);
      request.off('data', take).resume();
      reject(error);
    };
    const tooSlow = () =>
      stop(new Refusal(408, 'The body came too slowly.', { Connection: 'close' }));
    const stalled = setTimeout(tooSlow, stalledMs);
    const whole = setTimeout(tooSlow, WHOLE_MS);
    const take = (chunk: Buffer) => {
      stalled.refresh();
      bytes += chunk.length;
      if (bytes > most) stop(tooLarge());
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.once('end', () => {
      clearTimeout(stalled);
      clearTimeout(whole);
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.once('error', stop);
    request.once('close', () => stop(new Refusal(400, 'The body ended early.')));
  });
}

const STALLED_MS = 10_000;

/** Milliseconds that a body may take in all. */
const WHOLE_MS = 120_000;
