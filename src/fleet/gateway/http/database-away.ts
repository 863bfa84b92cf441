import { codeOf } from '../../../core/errors.js';
import { isPassing } from '../../../store/postgres/postgres-error.js';

/**
 * Whether PostgreSQL could not be reached, was busy or went away: asked again, it may well answer. Also
 * where it gave up a statement, or had no means left.
 */
export function isDatabaseAway(error: unknown): boolean {
  return isPassing(error) || /^(?:40|53|57014)/.test(codeOf(error) ?? '');
}
