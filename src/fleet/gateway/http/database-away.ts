import { codeOf, messageOf } from '../../../core/errors.js';

/** Whether PostgreSQL could not be reached, was busy or went away: asked again, it may well answer. */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return (
    CLASSES.some((each) => code.startsWith(each)) ||
    OF_THE_SYSTEM.has(code) ||
    /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/.test(
      messageOf(error),
    )
  );
}

/**
 * Of SQLSTATE: connections; transactions that got into each other's way; means that ran out; an
 * operator's doing (a server that starts or stops).
 */
const CLASSES = ['08', '40', '53', '57'];

const OF_THE_SYSTEM = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
]);
