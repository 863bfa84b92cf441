import type { Connections } from '../../store/postgres/sql.js';
import { channelOf, NOTICES, type Notice } from './notices.js';

export interface Ear {
  /**
   * Tells of notices from now on, until the returned function is called. `about` null: some may have
   * been missed.
   */
  on(notice: Notice, hear: (about: string | null) => void): () => void;
  close(): Promise<void>;
}

/** Listens on a connection of its own, anew when that breaks. */
export function listen(connections: Connections): Ear {
  const heard: Record<Notice, Set<(about: string | null) => void>> = {
    jobs: new Set(),
    told: new Set(),
    answered: new Set(),
    wanted: new Set(),
  };
  let isOver = false;
  let hangUp: (() => void) | null = null;
  let again: NodeJS.Timeout | undefined;
  let alive: NodeJS.Timeout | undefined;

  function tell(notice: Notice, about: string | null): void {
    for (const hear of [...heard[notice]]) hear(about);
  }

  async function attend(): Promise<void> {
    const client = await connections.connect();
    const done = (error?: Error) => {
      if (!hangUp) return;
      hangUp = null;
      clearInterval(alive);
      client.release(error ?? true);
      retry();
    };
    hangUp = done;
    client.on('error', done);
    client.on('end', () => done());
    client.on('notification', ({ channel, payload }) => {
      const notice = NOTICES.find((each) => channelOf(each) === channel);
      if (notice) tell(notice, payload ?? null);
    });
    try {
      await client.query(NOTICES.map((each) => `listen ${channelOf(each)}`).join('; '));
      for (const notice of NOTICES) tell(notice, null);
      alive = setInterval(() => client.query('select').catch(done), ALIVE_MS);
      if (isOver) done();
    } catch {
      done();
    }
  }

  function retry(): void {
    if (isOver) return;
    again = setTimeout(() => attend().catch(retry), RETRY_MS);
    again.unref();
  }

  const first = attend().catch(retry);
  return {
    on(notice, hear) {
      heard[notice].add(hear);
      return () => heard[notice].delete(hear);
    },
    async close() {
      isOver = true;
      clearTimeout(again);
      await first;
      hangUp?.();
    },
  };
}

const RETRY_MS = 1000;

/** Milliseconds between two looks whether the connection, which is silent for long, still leads anywhere. */
const ALIVE_MS = 30_000;
