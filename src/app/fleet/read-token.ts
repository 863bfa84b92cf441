import { readFileSync } from 'node:fs';
import { messageOf, UsageError } from '../../core/errors.js';
import type { World } from '../world.js';

/**
 * The token to show a gateway: of a file (absolute path), or of THAW_TOKEN, which is taken out of the
 * environment: no program that is started from here needs it.
 *
 * @throws {UsageError} there is none, or none that can be. Never quotes it.
 */
export function readToken({ env }: Pick<World, 'env'>, file: string | undefined): string {
  const given = env.THAW_TOKEN;
  delete env.THAW_TOKEN;
  const text = file === undefined ? given : textOf(file);
  if (text === undefined || text.trim() === '') {
    throw new UsageError(
      'A gateway wants a token: name its file with --token-file, or put it into THAW_TOKEN. `thaw token create` makes one.',
    );
  }
  const token = text.trim();
  if (/^[\x21-\x7e]{8,500}$/.test(token)) return token;
  const where = file === undefined ? 'THAW_TOKEN' : file;
  throw new UsageError(
    `${where} holds no token: it is one word, as \`thaw token create\` shows it.`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The file of the token cannot be read: ${messageOf(error)}.`);
  }
}
