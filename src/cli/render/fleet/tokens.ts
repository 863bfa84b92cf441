import type { TokenRow } from '../../../app/fleet/tokens.js';
import type { Csv } from '../../text/csv.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate } from '../../text/text.js';

/** Tokens as a person reads them, a line each. */
export function renderTokens(tokens: readonly TokenRow[], width: number, { bold }: Style): string {
  if (tokens.length === 0) return 'No tokens yet: `thaw token create` makes one.\n';
  const columns = ['token', 'role', 'team', 'owner', 'state', 'expires', 'last used'];
  const rows = tokens.map((each) => [
    ...[each.id, each.role, truncate(each.team, 14), truncate(each.owner, 14), each.state],
    ...[day(each.expiresAt) ?? 'never', day(each.usedAt) ?? 'never'],
  ]);
  return renderTable(
    columns.map((title) => ({ title })),
    rows,
    width,
    bold,
  );
}

/** As JSON has it: times in ISO 8601. */
export function tokenDocument<Row extends TokenRow>(row: Row) {
  const { createdAt, expiresAt, revokedAt, usedAt, ...rest } = row;
  return {
    ...rest,
    created_at: iso(createdAt),
    expires_at: iso(expiresAt),
    revoked_at: iso(revokedAt),
    used_at: iso(usedAt),
  };
}

export function tokensCsv(tokens: readonly TokenRow[]): Csv {
  const documents = tokens.map(tokenDocument);
  const header = [
    ...['id', 'role', 'team', 'owner', 'state'],
    ...['created_at', 'expires_at', 'revoked_at', 'used_at'],
  ] as const;
  return { header, rows: documents.map((each) => header.map((key) => each[key])) };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function day(at: number | null): string | null {
  return iso(at)?.slice(0, 10) ?? null;
}
