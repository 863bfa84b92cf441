import { StoreError } from '../core/errors.js';

/** Who runs a sweep, as its row says, whichever database that is in. */
export interface SweepHolder {
  readonly holder_host: string | null;
  readonly holder_pid: number | null;
  readonly holder_token: string | null;
}

export function nameOf({ holder_pid: pid, holder_host: host }: SweepHolder): string {
  return `process ${pid} on ${host}`;
}

/** Why a process that held sweep `id` writes no more. `row`: what is there now; undefined: nothing. */
export function lostError(id: number, row: SweepHolder | undefined): StoreError {
  const lost = `this run of sweep ${id} has ended, and has changed nothing since`;
  if (!row) return new StoreError(`sweep ${id} was deleted while it ran: ${lost}`);
  const silent = 'while this one was silent, suspended or cut off from the database';
  const whose =
    row.holder_token === null
      ? `sweep ${id} was taken over and given back ${silent}: ${lost}; \`thaw resume ${id}\` goes on`
      : `sweep ${id} was taken over by ${nameOf(row)} ${silent}: ${lost}; it goes on there`;
  return new StoreError(whose);
}
