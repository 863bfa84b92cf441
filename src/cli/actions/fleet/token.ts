import { allTokens, endToken, type NewToken, newToken } from '../../../app/fleet/tokens.js';
import { UsageError } from '../../../core/errors.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { renderTokens, tokenDocument, tokensCsv } from '../../render/fleet/tokens.js';

interface TokenArgs extends SharedArgs {
  readonly action: 'create' | 'list' | 'revoke';
  readonly id: string | undefined;
  readonly team: string | undefined;
  readonly owner: string | undefined;
  readonly role: 'agent' | 'user' | undefined;
  readonly expires: string | undefined;
}

export async function run(args: TokenArgs, context: CliContext): Promise<void> {
  checkTogether(args);
  const { place, format, action } = args;
  const { out } = context;
  if (action === 'create') {
    const { team, owner, role, expires } = args;
    if (team === undefined || owner === undefined || role === undefined) {
      throw new UsageError(
        '`thaw token create` needs --team, --owner and --role: whose it is, who has it, and whether it trains (agent) or submits sweeps (user).',
      );
    }
    const made = await newToken(place, { team, owner, role, expires });
    // Alone, so that it can be written to a file as it is.
    print(out, format, made, { json: tokenDocument, text: ({ token }) => `${token}\n` });
    if (format === 'table') context.err.write(newText(made));
  } else if (action === 'list') {
    const tokens = await allTokens(place);
    print(out, format, tokens, {
      json: (rows) => ({ tokens: rows.map(tokenDocument) }),
      csv: tokensCsv,
      text: renderTokens,
    });
  } else {
    if (args.id === undefined) {
      throw new UsageError('`thaw token revoke` needs the id of a token: `thaw token list`.');
    }
    const ended = await endToken(place, args.id);
    print(out, format, ended, {
      json: tokenDocument,
      text: ({ id, team, owner, role }) =>
        `Token ${id} (${role}, ${owner} of team ${team}) is revoked: gateways refuse it within seconds.\n`,
    });
  }
}

/** @throws {UsageError} what was given is of another action. */
function checkTogether({ action, id, ...given }: TokenArgs): void {
  if (id !== undefined && action !== 'revoke') {
    throw new UsageError(`\`thaw token ${action}\` takes no id; got "${id}".`);
  }
  const extra = (['team', 'owner', 'role', 'expires'] as const).find(
    (flag) => given[flag] !== undefined,
  );
  if (extra !== undefined && action !== 'create') {
    throw new UsageError(`--${extra} is for \`thaw token create\` alone.`);
  }
}

function newText({ id, team, owner, role, expiresAt }: NewToken): string {
  const until =
    expiresAt === null
      ? 'good until it is revoked'
      : `good until ${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `Token ${id}: ${role}, ${owner} of team ${team}, ${until}. It is told this once:`,
    'keep it in a file that only you can read (--token-file), or in THAW_TOKEN.',
    '',
  ].join('\n');
}
