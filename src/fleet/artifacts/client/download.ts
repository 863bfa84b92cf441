import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../../machine/files/make-folder.js';
import { paths } from '../../protocol/api.js';
import { ArtifactError } from '../artifact-error.js';
import type { TransferOptions } from '../blobs.js';
import { unlessStalled } from '../unless-stalled.js';
import { answered } from './answered.js';
import type { Ask } from './ask.js';
import { type Patience, withPatience } from './with-patience.js';

export interface DownloadParts extends TransferOptions {
  readonly ask: Ask;
  readonly patience: Patience;
  readonly stallMs: number;
}

/**
 * Fetches an artifact to a path. It grows beside it as `.part`, which a later try goes on with, also
 * of another process after this one was killed; it gets its name once its digest is right.
 */
export async function download(parts: DownloadParts, digest: string, path: string): Promise<void> {
  const part = `${path}.part`;
  makeFolder(dirname(path));
  await withPatience(
    `The artifact ${digest} could not be fetched`,
    parts.patience,
    parts.signal,
    async () => {
      await grow(parts, digest, part);
      if ((await digestOf(part)) === digest) return;
      // Neither is known to be at fault: the part that was there, or what came now.
      await rm(part, { force: true });
      throw new ArtifactError('busy', 'what came has another digest');
    },
  );
  await rename(part, path);
}

/** Appends to a file what is missing of the artifact. */
async function grow(
  { ask, stallMs, signal, progress = () => undefined }: DownloadParts,
  digest: string,
  part: string,
): Promise<void> {
  const have = await sizeOf(part);
  const stalled = new AbortController();
  const stall = unlessStalled(stallMs, () =>
    stalled.abort(new Error(`it stood still for ${stallMs / 1000} s`)),
  );
  try {
    const response = await ask(paths.artifact(digest), {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
    });
    const [, whole] = /^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    if (response.status === 416 && Number(whole) === have) return;
    if (response.status === 416) {
      await rm(part, { force: true });
      throw new ArtifactError('busy', 'a part of something else lay there');
    }
    const { body, status, headers } = await answered(Promise.resolve(response));
    const from = status === 206 ? have : 0;
    const total = from + Number(headers.get('content-length') ?? 0);
    const file = await open(part, from > 0 ? 'r+' : 'w');
    try {
      let at = from;
      for await (const chunk of stall.watch(body ?? nothing())) {
        // By place, not at the end: should another do the same, both write the same.
        for (let done = 0; done < chunk.length; ) {
          done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
        }
        at += chunk.length;
        progress(at, total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    stall.end();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? 0;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  return hash.digest('hex');
}
