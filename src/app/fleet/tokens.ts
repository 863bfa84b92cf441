import { durationSchema } from '../../config/file/duration.js';
import { UsageError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import { plain } from '../../core/words/plain.js';
import { isTeam } from '../../fleet/artifacts/blob-key.js';
import {
  createToken,
  listTokens,
  revokeToken,
  type TokenRole,
  type TokenRow,
} from '../../fleet/tokens/tokens.js';
import { withFleetDatabase } from './fleet-database.js';

export type { TokenRow } from '../../fleet/tokens/tokens.js';

export interface TokenRequest {
  readonly team: string;
  readonly owner: string;
  readonly role: TokenRole;
  /** As a person writes it; undefined: until it is revoked. */
  readonly expires: string | undefined;
}

export interface NewToken extends TokenRow {
  /** The secret: told this once. */
  readonly token: string;
}

/** @throws {UsageError} nobody may be called that. @throws {StoreError} */
export async function newToken(place: Place, request: TokenRequest): Promise<NewToken> {
  const { team, owner, role, expires } = request;
  if (!isTeam(team)) {
    throw new UsageError(
      `--team expects small letters, digits and . _ - between them, at most 64; not "${team}".`,
    );
  }
  if (owner === '' || owner.length > 64 || plain(owner) !== owner) {
    throw new UsageError(`--owner expects a name of at most 64 characters; not "${owner}".`);
  }
  const lifeMs = expires === undefined ? null : lifeIn(expires);
  return await withFleetDatabase(place, 'thaw token', async (connections) => {
    const { token, row } = await createToken(connections, { team, owner, role, lifeMs });
    return { ...row, token };
  });
}

function lifeIn(text: string): number {
  const { data, error } = durationSchema.safeParse(text);
  if (data !== undefined && data >= 60_000) return data;
  throw new UsageError(
    `--expires: ${error?.issues[0]?.message ?? 'expected a minute at least'}; 90d are 90 days.`,
  );
}

/** Oldest first. @throws {StoreError} */
export function allTokens(place: Place): Promise<readonly TokenRow[]> {
  return withFleetDatabase(place, 'thaw token', listTokens);
}

/** @throws {UsageError} there is none. @throws {StoreError} */
export function endToken(place: Place, id: string): Promise<TokenRow> {
  return withFleetDatabase(place, 'thaw token', (connections) => revokeToken(connections, id));
}
