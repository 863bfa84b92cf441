import type { Server } from 'node:net';
import { codeOf, UsageError } from '../../core/errors.js';

/**
 * Listens; resolves to the port, which is another than asked for where that is 0, or taken and
 * `mayMove`: then it is the next that is free.
 *
 * @throws {UsageError} the port is taken, or the address is not this machine's.
 */
export async function listenAt(
  server: Server,
  at: {
    readonly host: string;
    readonly port: number;
    readonly mayMove?: boolean;
    /** What is to be done where the port is taken, as the end of a sentence. */
    readonly whereTaken: string;
  },
): Promise<number> {
  const { host, port, mayMove = false, whereTaken } = at;
  for (let tried = port; ; tried += 1) {
    try {
      return await tryToListen(server, host, tried);
    } catch (error) {
      if (codeOf(error) === 'EADDRINUSE' && mayMove && tried < port + 100) continue;
      throw listenError(error, host, tried, whereTaken);
    }
  }
}

function tryToListen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

function listenError(error: unknown, host: string, port: number, whereTaken: string): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new UsageError(
        `Port ${port} is taken by another program, maybe another ${whereTaken}.`,
      );
    case 'EACCES':
      return new UsageError(
        `This user may not listen at port ${port}: name one above 1023 with --port.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new UsageError(
        `--host expects an address of this machine, such as 127.0.0.1 or 0.0.0.0; not "${host}".`,
      );
    default:
      return error;
  }
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d+){3}|::1|\[::1\]|(?:.+\.)?localhost)$/i.test(host);
}
