import { UsageError } from '../../../core/errors.js';
import { openWire, type Wire } from './open-wire.js';

/** A gateway at an address, for whoever has this token. @throws {UsageError} none was given. */
export function wireTo(address: string, token: string | null): Wire {
  return openWire(address, tokenFor(address, token));
}

/** @throws {UsageError} none was given. */
export function tokenFor(address: string, token: string | null): string {
  if (token !== null) return token;
  throw new UsageError(
    `${address} asks for a token: give a file with yours as --token-file, or the token in THAW_TOKEN. \`thaw token create\` makes them, where the database can be reached.`,
  );
}
