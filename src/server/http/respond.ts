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

/** Sends it, small where the browser can, and only if it does not have it already. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { type, body, isFixed = false }: Answer,
): Promise<void> {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const headers = {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': isFixed ? 'public, max-age=31536000, immutable' : 'private, no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
  };
  if ((request.headers['if-none-match'] ?? '').split(/, */).includes(tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const whole = Buffer.from(body);
  const isSmaller = whole.length > WORTH_ZIPPING && takesGzip(request);
  const sent = isSmaller ? await zip(whole, { level: 5 }) : whole;
  const encoding = isSmaller ? { 'Content-Encoding': 'gzip' } : {};
  response.writeHead(200, { ...headers, ...encoding, 'Content-Length': sent.length });
  response.end(request.method === 'HEAD' ? undefined : sent);
}

const zip = promisify(gzip);
const WORTH_ZIPPING = 1000;

function takesGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''));
}
