import { fstatSync, writeSync } from 'node:fs';
import { codeOf } from '../core/errors.js';

type Stream = NodeJS.WriteStream & { readonly fd: number };

/** Where a stream of this process leads, which may fail without this process failing. */
export interface Outlet {
  /** Never throws: what cannot be written is lost. */
  send(text: string): void;
  /** The system's code for why something was lost (`ENOSPC`, `EPIPE`); null: nothing was. */
  lost(): string | null;
  /** Resolves once a slow reader has taken what was sent, or will take no more. */
  taken(): Promise<void>;
}

/**
 * Files are written to directly, and tried anew each time: a stream of Node's is shut for good at
 * its first error, but a full disk may get room again. A pipe whose reader left, or a terminal that
 * was closed, stays what it is.
 */
export function createOutlet(stream: Stream, onGone: (code: string) => void): Outlet {
  let lost: string | null = null;
  let linesLost = 0;

  if (isFile(stream)) {
    return {
      send(text) {
        try {
          if (linesLost > 0) {
            writeAll(stream.fd, `[${linesLost} lines before this could not be written: ${lost}]\n`);
            linesLost = 0;
          }
          writeAll(stream.fd, text);
        } catch (error) {
          lost = codeOf(error) ?? 'unknown';
          linesLost += text.split('\n').length - 1;
        }
      },
      lost: () => lost,
      taken: async () => {},
    };
  }

  stream.on('error', (error) => {
    const isFirst = lost === null;
    lost ??= codeOf(error) ?? 'unknown';
    if (isFirst) onGone(lost);
  });
  return {
    send(text) {
      if (lost === null) stream.write(text);
    },
    lost: () => lost,
    async taken() {
      if (lost !== null || !stream.writableNeedDrain) return;
      await new Promise<void>((done) => {
        for (const event of ['drain', 'error', 'close']) stream.once(event, () => done());
      });
    },
  };
}

/** A regular file, or a device such as /dev/null: what is neither terminal, pipe nor socket. */
function isFile(stream: Stream): boolean {
  if (stream.isTTY) return false;
  try {
    const kind = fstatSync(stream.fd);
    return kind.isFile() || kind.isCharacterDevice();
  } catch {
    return false;
  }
}

function writeAll(fd: number, text: string): void {
  let rest: Buffer = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}
