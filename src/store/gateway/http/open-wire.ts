import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { codeOf, FetchError, messageOf, ThawError } from '../../../core/errors.js';
import { plain, shortened } from '../../../core/words/plain.js';
import { decode } from '../wire.js';
import { Refused } from './refused.js';
import { Unreachable } from './unreachable.js';

/** Bytes of an answer at most; the largest order is some megabytes. */
const LONGEST_ANSWER = 64 * 2 ** 20;

/** Bytes of a refusal that are read. */
const LONGEST_REFUSAL = 64 * 2 ** 10;

export interface Asked {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string | { readonly stream: Readable; readonly bytes: number };
  /** Milliseconds; it may be prolonged by `stay`. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Given how to begin the time anew: something moves. */
  stay?(prolong: () => void): void;
}

/** A gateway by HTTP, with a token. One request, one try. */
export interface Wire {
  /**
   * Gives `read` what was answered with 2xx.
   *
   * @throws {Unreachable} nobody answered in time, or with 5xx.
   * @throws {Refused}
   * @throws the signal's reason.
   */
  ask<Result>(asked: Asked, read: (answer: Answer) => Promise<Result>): Promise<Result>;
}

export interface Answer {
  readonly body: ReadableStream<Uint8Array> | null;
  /** The body as plain data. */
  data(): Promise<unknown>;
}

export function openWire(address: string, token: string): Wire {
  return {
    async ask({ method, path, body, timeoutMs, signal, stay }, read) {
      signal.throwIfAborted();
      const late = new AbortController();
      const stop = () => late.abort();
      signal.addEventListener('abort', stop, { once: true });
      let timer = setTimeout(stop, timeoutMs);
      stay?.(() => {
        clearTimeout(timer);
        timer = setTimeout(stop, timeoutMs);
      });
      try {
        const response = await fetch(`${address}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
            ...(typeof body === 'object' ? { 'content-length': String(body.bytes) } : {}),
          },
          signal: late.signal,
          // A token is for the address that it was given for.
          redirect: 'manual',
          ...(typeof body === 'string' ? { body } : {}),
          ...(typeof body === 'object'
            ? { body: Readable.toWeb(body.stream), duplex: 'half' }
            : {}),
        } as RequestInit);
        if (!response.ok) throw await refusal(response, address);
        const stream = response.body as ReadableStream<Uint8Array> | null;
        return await read({
          body: stream,
          data: async () => decode(await textOf(stream, LONGEST_ANSWER)),
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ThawError) throw error;
        if (late.signal.aborted) {
          throw new Unreachable(`${address} did not answer within ${timeoutMs / 1000} s.`);
        }
        if (UNTRUSTED.has(codeOf(causeOf(error)) ?? '')) {
          throw new FetchError(
            `${address} shows a certificate that this machine does not trust: ${reasonOf(error)}. Where it is of your own authority, name that one's file in NODE_EXTRA_CA_CERTS.`,
          );
        }
        throw new Unreachable(`${address} cannot be reached: ${reasonOf(error)}.`, {
          cause: error,
        });
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        if (typeof body === 'object') body.stream.destroy();
      }
    },
  };
}

async function refusal(response: Response, address: string): Promise<Error> {
  const { status } = response;
  const text = await textOf(
    response.body as ReadableStream<Uint8Array> | null,
    LONGEST_REFUSAL,
  ).catch(() => '');
  const said = saidIn(text);
  const why = said === '' ? '' : `: ${said}`;
  if (status >= 500 || status === 408 || status === 429)
    return new Unreachable(`${address} answered ${status}${why}`);
  if (status === 401 || status === 403) {
    return new Refused(status, `${address} does not accept this token${firstSmall(why)}`, said);
  }
  return new Refused(status, `${address} answered ${status}${why}`, said);
}

/** A sentence that another goes on to, behind a colon. */
function firstSmall(why: string): string {
  return why.replace(/^: (The|This) /, (_, word: string) => `: ${word.toLowerCase()} `);
}

/** A refusal in words: a gateway's own, or those of a proxy on the way. */
function saidIn(text: string): string {
  try {
    const { error } = decode(text) as { readonly error?: { readonly message?: unknown } };
    if (error?.message !== undefined) return shortened(plain(String(error.message)), 1000);
  } catch {
    // No gateway wrote it.
  }
  return shortened(plain(text).trim(), 200);
}

async function textOf(stream: ReadableStream<Uint8Array> | null, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new Error(`the answer is longer than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `fetch` says why in the cause of its error, or in one of several. */
function causeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof AggregateError ? cause.errors[0] : cause;
}

function reasonOf(error: unknown): string {
  const cause = causeOf(error);
  const message = messageOf(cause ?? error);
  const code = codeOf(cause);
  return shortened(
    plain(code === undefined || message.includes(code) ? message : `${message} (${code})`),
    500,
  );
}

/** What OpenSSL calls certificates that lead nowhere, are too old, or of another name. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
