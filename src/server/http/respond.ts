import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** On every answer. A page runs this server's scripts alone, and talks to this server alone. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** A whole answer. */
export interface Answer {
  readonly type:
    | 'application/json'
    | 'text/html'
    | 'text/javascript'
    | 'text/css'
    | 'image/svg+xml';
  readonly body: string | Buffer;
  /** Its name says what is in it: it may be kept for ever. */
  readonly isFixed?: boolean;
}

/** An answer as it is sent, any number of times. */
export interface Prepared {
  readonly whole: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Small; the whole where that is small already. Made once. */
  zipped(): Promise<Buffer>;
}

export function prepare({ type, body, isFixed = false }: Answer): Prepared {
  const whole = Buffer.from(body);
  let zipping: Promise<Buffer> | undefined;
  return {
    whole,
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': isFixed ? 'public, max-age=31536000, immutable' : 'private, no-cache',
      ETag: `"${createHash('sha256').update(whole).digest('base64url').slice(0, 27)}"`,
      Vary: 'Accept-Encoding',
    },
    zipped() {
      zipping ??= whole.length > WORTH_ZIPPING ? zip(whole, { level: 5 }) : Promise.resolve(whole);
      return zipping;
    },
  };
}

const zip = promisify(gzip);
const WORTH_ZIPPING = 1000;

/** Sends it, small where the browser can, and only if it does not have it already. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { whole, headers, zipped }: Prepared,
): Promise<void> {
  if ((request.headers['if-none-match'] ?? '').split(/, */).includes(headers.ETag!)) {
    response.writeHead(304, headers).end();
    return;
  }
  const sent = takesGzip(request) ? await zipped() : whole;
  const encoding = sent === whole ? {} : { 'Content-Encoding': 'gzip' };
  response.writeHead(200, { ...headers, ...encoding, 'Content-Length': sent.length });
  response.end(request.method === 'HEAD' ? undefined : sent);
}

function takesGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''));
}
