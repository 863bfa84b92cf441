import { createHash } from 'node:crypto';
import { byteText } from '../../../core/words/byte-text.js';
import { ArtifactError } from '../artifact-error.js';

/**
 * The bytes as they come, looked at on the way. The last are held back until all are known to be
 * right: who takes in wrong ones never has all of them.
 *
 * @throws {ArtifactError} `wrong`, `large`.
 */
export async function* checkedBytes(
  bytes: AsyncIterable<Uint8Array>,
  digest: string,
  mostBytes: number,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let total = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > mostBytes) throw tooLarge(mostBytes);
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  const got = hash.digest('hex');
  if (got !== digest) throw wrong(total, got, digest);
  if (held) yield held;
}

function wrong(total: number, got: string, digest: string): ArtifactError {
  return new ArtifactError(
    'wrong',
    `${byteText(total)} came with SHA-256 ${got}, not ${digest}: the file changed while it was sent, or was cut off or damaged on its way. Send it again.`,
  );
}

export function tooLarge(mostBytes: number): ArtifactError {
  return new ArtifactError('large', `An artifact may have ${byteText(mostBytes)} at most.`);
}
