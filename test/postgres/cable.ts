import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that tests can cut. */
export interface Cable {
  /** The database, by this way. */
  readonly place: string;
  /** Ends every connection; new ones are refused until it is mended. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Ends the connection that commits next: before the server hears of it, or before it answers. */
  loseNext(what: 'commit' | 'answer'): void;
  /** How often that has happened. */
  readonly lost: number;
  close(): Promise<void>;
}

/** Laid to the server of a database. */
export async function layCable(to: string): Promise<Cable> {
  const url = new URL(to);
  const far = Number(url.port);
  const open = new Set<Socket>();
  let losing: 'commit' | 'answer' | null = null;
  let lost = 0;
  let isCut = false;

  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const wire = connect(far, '127.0.0.1');
    let isLosing = false;
    const end = () => {
      near.destroy();
      wire.destroy();
    };
    const drop = () => {
      lost += 1;
      end();
    };
    near.on('data', (data) => {
      if (losing !== null && data.includes('Q\0\0\0\x0bcommit\0')) {
        const what = losing;
        losing = null;
        if (what === 'commit') return drop();
        isLosing = true;
      }
      wire.write(data);
    });
    wire.on('data', (data) => {
      if (isLosing) drop();
      else near.write(data);
    });
    for (const socket of [near, wire]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as { port: number };
  url.port = String(port);

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  }

  return {
    place: url.href,
    async cut() {
      isCut = true;
      await close();
    },
    async mend() {
      isCut = false;
      await listen(port);
    },
    loseNext(what) {
      losing = what;
    },
    get lost() {
      return lost;
    },
    close: () => (isCut ? Promise.resolve() : close()),
  };
}
