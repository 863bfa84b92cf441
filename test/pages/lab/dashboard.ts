import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/thaw.js', import.meta.url));

export interface Dashboard {
  /** With the token in its fragment. */
  readonly address: string;
  readonly port: number;
  /** As a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `thaw dashboard` itself, once it listens. `port` 0: any. */
export async function startDashboard(db: string, port = 0): Promise<Dashboard> {
  const child = spawn(process.execPath, [BIN, 'dashboard', '--db', db, '--port', String(port)], {
    env: { ...process.env, THAW_SETUP: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressOf(child);
  const end = (signal: NodeJS.Signals) => async () => {
    const closed = new Promise((resolve) => child.on('close', resolve));
    if (child.exitCode === null && child.kill(signal)) await closed;
  };
  return {
    address,
    port: Number(new URL(address).port),
    kill: end('SIGKILL'),
    stop: end('SIGINT'),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/\S+#token=[\w-]+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('close', (code) => reject(new Error(`thaw dashboard ended with ${code}: ${said}`)));
  });
}
