import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../../core/errors.js';
import { isUrl, type Place, placeOfFile, shownUrl, wordOfUrl } from '../../core/places/place.js';
import { shellWord } from '../../core/words/shell-word.js';
import { isLoopback } from '../../machine/http/listen.js';
import type { CliContext } from '../context.js';
import { pathOf } from '../path-of.js';

/** Where results are unless told otherwise. */
export const DEFAULT_DB = 'results/thaw.sqlite';

/** Where results are, as a command line says it. */
export interface NamedPlace extends Place {
  /** What command lines that are suggested name it by; empty: it goes without saying. */
  readonly flag: string;
}

/** As the parser reads them; absent: not given. */
export interface PlaceFlags {
  readonly db?: string | undefined;
  readonly store?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

/**
 * The place that `--db` or `--store` names, or `THAW_STORE` in the environment.
 *
 * @throws {UsageError} both flags, or a URL that is none, or a token that cannot be read. What may
 * hold a secret is not repeated.
 */
export function placeOf(
  { db, store, 'token-file': tokenFile }: PlaceFlags,
  context: Pick<CliContext, 'cwd' | 'env'>,
): NamedPlace {
  if (db !== undefined && store !== undefined) {
    throw new UsageError('--db and --store both say where results are: give one of them.');
  }
  const url = store ?? (db === undefined ? context.env.THAW_STORE || undefined : undefined);
  if (url !== undefined) {
    return placeOfUrl(url, store === undefined ? 'THAW_STORE' : '--store', tokenFile, context);
  }
  const written = db ?? DEFAULT_DB;
  if (isUrl(written)) {
    throw new UsageError('--db expects the path of a file; --store names results by a URL.');
  }
  const flag = written === DEFAULT_DB ? '' : ` --db ${shellWord(written)}`;
  return { ...placeOfFile(pathOf(context, written)), flag };
}

function placeOfUrl(
  text: string,
  source: '--store' | 'THAW_STORE',
  tokenFile: string | undefined,
  context: Pick<CliContext, 'cwd' | 'env'>,
): NamedPlace {
  const url = urlIn(text, source);
  const isGateway = /^https?:$/.test(url.protocol);
  if (isGateway && (url.username || url.password)) {
    throw new UsageError(
      `${source} names a gateway without user and password: its token comes from --token-file or THAW_TOKEN.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !context.env.THAW_INSECURE_HTTP) {
    throw new UsageError(
      `${url.origin} is not encrypted: whoever listens could read the token. Name its https address, or set THAW_INSECURE_HTTP=1 where the network itself is private.`,
    );
  }
  const name = shownUrl(url);
  const token = isGateway ? tokenIn(tokenFile, context) : null;
  const file = join(context.cwd, 'results', `${wordOfUrl(url)}.sqlite`);
  const flags = [
    ...(source === 'THAW_STORE' ? [] : [` --store ${shellWord(name)}`]),
    ...(tokenFile === undefined ? [] : [` --token-file ${shellWord(tokenFile)}`]),
  ];
  return { at: isGateway ? name : text, name, file, token, flag: flags.join('') };
}

function urlIn(text: string, source: string): URL {
  if (/^(?:postgres|postgresql|https?):\/\//i.test(text)) {
    try {
      return new URL(text);
    } catch {
      // Told below, without the text: there may be a password in it.
    }
  }
  const instead = isUrl(text) ? '' : ' A database file is named with --db.';
  throw new UsageError(
    `${source} expects postgres://USER@HOST/DATABASE, or the https:// address of a gateway.${instead}`,
  );
}

/** @throws {UsageError} */
function tokenIn(
  file: string | undefined,
  context: Pick<CliContext, 'cwd' | 'env'>,
): string | null {
  if (file === undefined) return context.env.THAW_TOKEN || null;
  const path = pathOf(context, file);
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (token !== '') return token;
  } catch (error) {
    throw new UsageError(`--token-file: ${path} cannot be read (${messageOf(error)}).`);
  }
  throw new UsageError(`--token-file: ${path} is empty.`);
}
