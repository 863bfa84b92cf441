import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../../../core/errors.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; else from the profile
 * `AWS_PROFILE` (`default`) of `AWS_SHARED_CREDENTIALS_FILE` (`~/.aws/credentials`), which is read
 * each time: whoever rotates them writes it anew.
 *
 * @throws {UsageError} there are none; says where they were looked for, and never what was found.
 */
export async function findCredentials(env: Env): Promise<Credentials> {
  const own = credentialsIn((name) => env[name.toUpperCase()]);
  if (own) return own;
  const file =
    env.AWS_SHARED_CREDENTIALS_FILE || join(env.HOME || homedir(), '.aws', 'credentials');
  const profile = env.AWS_PROFILE || 'default';
  const text = await readFile(file, 'utf8').catch(() => '');
  const section = sectionOf(text, profile);
  const found = credentialsIn((name) => section.get(name));
  if (found) return found;
  throw new UsageError(
    `No key for S3: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile ${JSON.stringify(profile)} in ${file}.`,
  );
}

function credentialsIn(of: (name: string) => string | undefined): Credentials | null {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    of('aws_access_key_id'),
    of('aws_secret_access_key'),
    of('aws_session_token'),
  ];
  if (!accessKeyId || !secretAccessKey) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** `name = value` lines of one `[section]`. */
function sectionOf(text: string, wanted: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*(.+?)\s*\]/.exec(line) ?? [];
    if (header !== undefined) section = header;
    const [, name, value] = /^\s*([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === wanted && name !== undefined) found.set(name.toLowerCase(), value!);
  }
  return found;
}
