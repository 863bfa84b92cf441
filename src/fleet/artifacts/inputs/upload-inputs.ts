import { createHash } from 'node:crypto';
import type { Pack } from '../../../assets/packs/pack.js';
import type { Progress } from '../../../core/progress.js';
import type { Blobs } from '../blobs.js';
import type { InputSource } from './input.js';
import { type SweepInputs, sourcesOf } from './sources.js';

export interface UploadOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Omit<Progress, 'type'>) => void;
}

/**
 * Makes sure that machines without these images and weights can have them; sends only what no sweep
 * of the team has sent before. Nothing is written here: what is sent is read twice, once for its
 * digest.
 *
 * @throws {DataError} an image or a file of weights is not what it was when it was looked at.
 * @throws {ArtifactError | FetchError} it cannot be sent.
 */
export async function uploadInputs(
  inputs: SweepInputs,
  blobs: Blobs,
  options: UploadOptions = {},
): Promise<void> {
  for (const source of sourcesOf(inputs)) {
    if ((await blobs.find(source.kind, source.key)) !== null) continue;
    const pack = await source.pack();
    if (pack) await send(source, pack, blobs, options);
  }
}

async function send(
  { kind, key, title }: InputSource,
  pack: Pack,
  blobs: Blobs,
  { signal, progress = () => undefined }: UploadOptions,
): Promise<void> {
  const { total } = pack;
  const told = (doing: string) => (done: number) =>
    progress({ label: `${doing} ${title}`, done, total, unit: 'bytes' });
  const digest = await digestOf(pack, told('reading'), signal);
  await blobs.putBytes(pack, digest, {
    ...(signal ? { signal } : {}),
    progress: told('sending'),
  });
  await blobs.link(kind, key, digest);
}

async function digestOf(
  pack: Pack,
  told: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of pack.bytes()) {
    signal?.throwIfAborted();
    hash.update(chunk);
    done += chunk.length;
    told(done);
  }
  return hash.digest('hex');
}
