import { SCHEMA, type Sql } from '../../store/postgres/sql.js';

/**
 * What gateways tell each other the moment it is so, and of what. Whoever waits looks for itself, too,
 * now and then: a notice may be missed.
 */
export interface Notices {
  /** A queue: it has one job more. */
  readonly jobs: string;
  /** A lease: its agent told more of it, or it is over. */
  readonly told: string;
  /** A lease: its agent may go on. */
  readonly answered: string;
  /** A sweep's id: it was submitted, or something else is wanted of it. */
  readonly wanted: string;
}

export type Notice = keyof Notices;

export const NOTICES: readonly Notice[] = ['jobs', 'told', 'answered', 'wanted'];

/** Tells all gateways, once the transaction is kept. */
export async function notify(sql: Sql, what: Notice, about: string): Promise<void> {
  await sql.all(`select ${notice(what, '$1')}`, [about]);
}

/** The same as an expression of a statement's `select`; `about`: an expression, a text. */
export function notice(what: Notice, about: string): string {
  return `pg_notify('${channelOf(what)}', ${about}::text)`;
}

/** Channels are the whole database's. */
export function channelOf(notice: Notice): string {
  return `${SCHEMA}_${notice}`;
}
