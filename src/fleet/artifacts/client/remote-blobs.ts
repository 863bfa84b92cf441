import { createReadStream, statSync } from 'node:fs';
import { z } from 'zod';
import { decode, encode } from '../../../store/gateway/wire.js';
import { paths } from '../../protocol/api.js';
import { ArtifactError } from '../artifact-error.js';
import { isDigest } from '../blob-key.js';
import type { BlobSource, Blobs, TransferOptions } from '../blobs.js';
import { unlessStalled } from '../unless-stalled.js';
import { answered } from './answered.js';
import type { Ask } from './ask.js';
import { download } from './download.js';
import { inBlocks } from './in-blocks.js';
import { PATIENCE, type Patience, withPatience } from './with-patience.js';

export interface RemoteOptions {
  readonly patience?: Patience;
  /** Milliseconds that a transfer may stand still before it is tried again. */
  readonly stallMs?: number;
}

/** Artifacts through a gateway. What is cut off is tried again; downloads go on where they were. */
export function remoteBlobs(ask: Ask, options: RemoteOptions = {}): Blobs {
  const { patience = PATIENCE, stallMs = 60_000 } = options;

  const has = (digest: string, signal?: AbortSignal) =>
    withPatience(`The artifact ${digest} could not be asked for`, patience, signal, () =>
      isThere(ask, digest, signal),
    );

  async function putBytes(source: BlobSource, digest: string, options: TransferOptions = {}) {
    const { signal } = options;
    if (await has(digest, signal)) return;
    await withPatience(`The artifact ${digest} could not be sent`, patience, signal, () =>
      send(ask, source, digest, stallMs, options),
    );
  }

  return {
    has: (digest) => has(digest),
    putBytes,
    put: (path, digest, options) =>
      putBytes(
        {
          total: statSync(path).size,
          bytes: () => createReadStream(path, { highWaterMark: BLOCK }),
        },
        digest,
        options,
      ),
    get: (digest, path, options = {}) =>
      download({ ask, patience, stallMs, ...options }, digest, path),
    find: (kind, key) =>
      withPatience(`The ${kind} ${key} could not be asked for`, patience, undefined, () =>
        nullIfMissing(async () => {
          const response = await answered(ask(paths.key(kind, key)));
          return KEY.parse(decode(await response.text())).digest;
        }),
      ),
    async link(kind, key, digest) {
      const body = encode({ digest });
      await withPatience(`The ${kind} ${key} could not be named`, patience, undefined, async () => {
        await answered(ask(paths.key(kind, key), { method: 'PUT', body }));
      });
    },
  };
}

const KEY = z.object({ digest: z.string().refine(isDigest) });

/** Bytes that are read and sent at once. */
const BLOCK = 2 ** 18;

async function isThere(ask: Ask, digest: string, signal?: AbortSignal): Promise<boolean> {
  const asking = ask(paths.artifact(digest), { method: 'HEAD', ...(signal ? { signal } : {}) });
  return (await nullIfMissing(() => answered(asking))) !== null;
}

async function nullIfMissing<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ArtifactError && error.fault === 'missing') return null;
    throw error;
  }
}

async function send(
  ask: Ask,
  { total, bytes }: BlobSource,
  digest: string,
  stallMs: number,
  { signal, progress = () => undefined }: TransferOptions,
): Promise<void> {
  const stalled = new AbortController();
  const stall = unlessStalled(stallMs, () =>
    stalled.abort(new Error(`it stood still for ${stallMs / 1000} s`)),
  );
  async function* told() {
    let done = 0;
    for await (const chunk of stall.watch(inBlocks(bytes(), BLOCK))) {
      progress(done, total);
      yield chunk;
      done += chunk.length;
    }
    progress(total, total);
  }
  try {
    await answered(
      ask(paths.artifact(digest), {
        method: 'PUT',
        body: told(),
        duplex: 'half',
        headers: { 'content-length': String(total), 'content-type': 'application/octet-stream' },
        signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
      }),
    );
  } finally {
    stall.end();
  }
}
