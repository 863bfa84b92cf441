import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DiskError } from '../../../core/errors.js';
import { removeFile } from '../../../machine/files/remove-file.js';
import type { Wire } from '../../../store/gateway/http/open-wire.js';
import { Refused } from '../../../store/gateway/http/refused.js';
import { Unreachable } from '../../../store/gateway/http/unreachable.js';
import { paths } from '../../protocol/api.js';
import type { Blobs } from '../ports.js';
import { type PersistParts, persist } from './persist.js';

/** Milliseconds without a byte. */
const TIMEOUT = 60_000;

/** Artifacts of a gateway. What arrives is compared with its digest before it counts. */
export function createHttpBlobs(wire: Wire, { clock, tried }: Omit<PersistParts, 'signal'>): Blobs {
  async function isThere(path: string, signal: AbortSignal): Promise<boolean> {
    try {
      await wire.ask({ method: 'HEAD', path, timeoutMs: TIMEOUT, signal }, async () => undefined);
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return false;
      throw error;
    }
  }

  async function send(file: string, path: string, signal: AbortSignal): Promise<void> {
    const { size: bytes } = await stat(file);
    const stream = createReadStream(file, { highWaterMark: 2 ** 18 });
    await wire.ask(
      {
        ...{ method: 'PUT', path, body: { stream, bytes }, timeoutMs: TIMEOUT, signal },
        stay: (prolong) => stream.on('data', prolong).pause(),
      },
      async () => undefined,
    );
  }

  async function receive(digest: string, file: string, signal: AbortSignal): Promise<void> {
    const hash = createHash('sha256');
    let prolong = (): void => undefined;
    let full: DiskError | undefined;
    await wire.ask(
      {
        ...{ method: 'GET', path: paths.artifact(digest), timeoutMs: TIMEOUT, signal },
        stay(how) {
          prolong = how;
        },
      },
      async ({ body }) => {
        const target = createWriteStream(file).on('error', (error) => {
          full = new DiskError(`${file} cannot be written: ${error.message}.`);
        });
        await pipeline(
          body ? Readable.fromWeb(body) : Readable.from([]),
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              prolong();
              hash.update(chunk);
              yield chunk;
            }
          },
          target,
        ).catch((error: unknown) => {
          throw full ?? error;
        });
      },
    );
    if (hash.digest('hex') === digest) return;
    throw new Unreachable(`An artifact did not arrive as it was sent (${digest.slice(0, 12)}).`);
  }

  return {
    put: (file, digest, signal) =>
      persist({ clock, tried, signal }, async () => {
        const path = paths.artifact(digest);
        if (!(await isThere(path, signal))) await send(file, path, signal);
      }),
    get: (digest, file, signal) =>
      persist({ clock, tried, signal }, async () => {
        try {
          await receive(digest, file, signal);
        } catch (error) {
          removeFile(file);
          throw error;
        }
      }),
  };
}
