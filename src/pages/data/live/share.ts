import type { Patch } from '../../../server/api.js';
import { type Connection, openStream } from './stream.js';

/**
 * One stream for all tabs of a browser: HTTP/1.1 has six connections to a server, and a seventh waits
 * without a word. The tab that has the lock reads, and tells the others.
 */
export interface Shared {
  readonly onPatch: (patch: Patch) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Patches may have passed by that this tab has not heard. */
  readonly onGap: () => void;
  /** From where this tab would go on. */
  readonly cursor: () => string | null;
}

type Message =
  | { readonly kind: 'patch'; readonly patch: Patch }
  | { readonly kind: 'connection'; readonly connection: Connection }
  /** A tab came: how is the connection? */
  | { readonly kind: 'hello' }
  /** The reader began without a cursor. */
  | { readonly kind: 'gap' };

const NAME = 'thaw-live';

/** Joins in, as reader or listener; returns what leaves. */
export function joinShared(tab: Shared): () => void {
  const channel = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  let connection: Connection = 'connecting';
  let isReader = false;
  const tell = (message: Message) => channel.postMessage(message);
  const hear = (now: Connection) => {
    connection = now;
    tab.onConnection(now);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'hello') {
      if (isReader) tell({ kind: 'connection', connection });
    } else if (data.kind === 'patch') tab.onPatch(data.patch);
    else if (data.kind === 'connection') hear(data.connection);
    else tab.onGap();
  };

  const read = () => {
    isReader = true;
    const from = tab.cursor();
    const close = openStream(from, {
      onPatch: (patch) => {
        tab.onPatch(patch);
        tell({ kind: 'patch', patch });
      },
      onConnection: (now) => {
        hear(now);
        tell({ kind: 'connection', connection: now });
        if (now !== 'live' || tab.cursor() !== null) return;
        tab.onGap();
        tell({ kind: 'gap' });
      },
    });
    return new Promise<void>((done) => {
      leaving.signal.addEventListener('abort', () => {
        close();
        done();
      });
    });
  };

  const { locks } = navigator;
  // Only addresses that browsers trust, loopback among them, have locks.
  if (locks === undefined) void read();
  else
    void locks.request(NAME, { ifAvailable: true }, async (lock) => {
      if (leaving.signal.aborted) return;
      if (lock) return read();
      tell({ kind: 'hello' });
      tab.onGap();
      void locks.request(NAME, { signal: leaving.signal }, read).catch(() => undefined);
    });
  return () => {
    leaving.abort();
    channel.close();
  };
}
