import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sendWire } from '../../../store/gateway/send-wire.js';
import { tooLarge } from '../store/checked-bytes.js';
import { unlessStalled } from '../unless-stalled.js';
import type { Asked } from './asked.js';
import { bodyOf } from './body-of.js';
import { refuse } from './refuse.js';

export async function answerArtifact(asked: Asked, digest: string): Promise<void> {
  switch (asked.request.method) {
    case 'HEAD':
      return head(asked, digest);
    case 'GET':
      return get(asked, digest);
    case 'PUT':
      return put(asked, digest);
    default:
      asked.response.setHeader('allow', 'HEAD, GET, PUT');
      refuse(asked, 405, 'An artifact is asked for by HEAD and GET, and sent by PUT.');
  }
}

async function head({ response, store, caller }: Asked, digest: string): Promise<void> {
  const bytes = await store.head(caller.team, digest);
  if (bytes === null) response.writeHead(404);
  else response.writeHead(200, { ...headersOf(digest), 'content-length': bytes });
  response.end();
}

function headersOf(digest: string) {
  return {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${digest}"`,
    'x-content-type-options': 'nosniff',
  };
}

async function get(asked: Asked, digest: string): Promise<void> {
  const { request, response, store, caller, stallMs } = asked;
  const { range } = request.headers;
  const from = range === undefined ? 0 : startOf(range);
  const { total, bytes } = await store.get(caller.team, digest, from);
  if (from > 0 && from >= total) {
    response.setHeader('content-range', `bytes */${total}`);
    refuse(asked, 416, `The artifact has ${total} bytes.`);
    return;
  }
  const stall = unlessStalled(stallMs, () => response.destroy());
  const body = await begun(stall.watch(bytes));
  response.writeHead(from > 0 ? 206 : 200, {
    ...headersOf(digest),
    'content-length': total - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${total - 1}/${total}` } : {}),
  });
  await pipeline(Readable.from(body, { objectMode: false }), response).finally(stall.end);
}

/** Fails at once where the first bytes do, while there is still something to answer. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const source = bytes[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<Uint8Array>> | null = source.next();
  await first;
  const rest: AsyncIterator<Uint8Array> = {
    next() {
      const next = first ?? source.next();
      first = null;
      return next;
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
  };
  return { [Symbol.asyncIterator]: () => rest };
}

/** `bytes=N-`; of another form it is passed over, as HTTP allows. */
function startOf(range: string): number {
  const [, digits] = /^bytes=(\d{1,15})-$/.exec(range) ?? [];
  return digits === undefined ? 0 : Number(digits);
}

async function put(asked: Asked, digest: string): Promise<void> {
  const { request, store, caller, mostBytes, stallMs } = asked;
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const stall = unlessStalled(stallMs, () => request.destroy());
  const bytes = await store
    .put(caller.team, digest, stall.watch(bodyOf(request)))
    .finally(stall.end);
  sendWire(asked.response, 201, { digest, bytes });
}
