import type { ServerResponse } from 'node:http';
import { encode } from './wire.js';

/** On every answer: nothing here is for a browser. */
const HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** Sends a value; undefined: nothing is to be said. Whoever was answered already hears no more. */
export function sendWire(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(value === undefined ? '' : encode(value));
  response.writeHead(status, { ...HEADERS, 'Content-Length': body.length }).end(body);
}
