import type { IncomingMessage } from 'node:http';

/** A request's body. Who stops reading it may still answer: the connection stays. */
export function bodyOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}
