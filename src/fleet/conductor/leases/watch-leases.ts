import type { Sql } from '../../../store/postgres/sql.js';
import type { Ear } from '../../notices/listen.js';

/** Says when it is worth looking at a lease again. */
export interface LeaseWatch {
  /** To be asked before it is looked at. */
  now(lease: string): number;
  /** Resolves once there may be something new since `now` said so. */
  after(lease: string, now: number): Promise<void>;
  /** Nobody looks at it any more. */
  forget(lease: string): void;
  /** There may be something new of every lease. */
  stir(): void;
  close(): void;
}

export interface LeaseWatchParts {
  readonly sql: Sql;
  readonly ear: Ear;
  /** Milliseconds between two looks at all that are waited for, should notices be missed. */
  readonly lookMs: number;
  /** Told of a look that failed; the next one follows. */
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  readonly since: number;
  readonly wake: () => void;
}

/** Looks after which a lease is looked at in any case: a time of its own may be over. */
const ANYWAY = 30;

/** Woken by notices, and by one look at intervals for all leases together. */
export function watchLeases({ sql, ear, lookMs, onError }: LeaseWatchParts): LeaseWatch {
  const heard = new Map<string, number>();
  const waiting = new Map<string, Waiting>();
  let all = 0;

  const countOf = (lease: string) => all + (heard.get(lease) ?? 0);

  function wake(lease: string): void {
    const found = waiting.get(lease);
    waiting.delete(lease);
    found?.wake();
  }

  function stir(): void {
    all += 1;
    for (const lease of [...waiting.keys()]) wake(lease);
  }

  const deaf = ear.on('told', (about) => {
    if (about === null) return stir();
    if (!waiting.has(about) && !heard.has(about)) return;
    heard.set(about, (heard.get(about) ?? 0) + 1);
    wake(about);
  });

  async function look(): Promise<void> {
    if (waiting.size === 0) return;
    const now = performance.now();
    for (const [lease, { since }] of [...waiting]) if (now - since > ANYWAY * lookMs) wake(lease);
    const rows = await sql.all<{ readonly id: string }>(
      `select id from leases where id = any($1) and (state not in ('queued', 'running')
         or exists (select 1 from messages where lease_id = leases.id and seq > taken))`,
      [[...waiting.keys()]],
    );
    for (const { id } of rows) wake(id);
  }

  const timer = setInterval(() => void look().catch(onError), lookMs).unref();

  return {
    now(lease) {
      if (!heard.has(lease)) heard.set(lease, 0);
      return countOf(lease);
    },
    async after(lease, now) {
      if (countOf(lease) === now) {
        await new Promise<void>((resolve) => {
          waiting.set(lease, { since: performance.now(), wake: resolve });
        });
      }
      heard.delete(lease);
    },
    forget: (lease) => void heard.delete(lease),
    stir,
    close() {
      deaf();
      clearInterval(timer);
      stir();
    },
  };
}
