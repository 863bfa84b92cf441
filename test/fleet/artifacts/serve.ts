import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ArtifactHandler } from '../../../src/fleet/artifacts/http/artifact-handler.js';
import type { Caller } from '../../../src/fleet/artifacts/http/asked.js';

export interface Served {
  readonly url: string;
  /** Of each request so far: `GET /v1/...`. */
  readonly asked: readonly string[];
  readonly server: Server;
  close(): Promise<void>;
}

/** A gateway of nothing but a handler; a token is `team:role`. */
export async function serve(handle: ArtifactHandler): Promise<Served> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [, team = '', role = 'user'] =
      /^Bearer (\w+):(\w+)$/.exec(request.headers.authorization ?? '') ?? [];
    try {
      const isMine = await handle(request, response, { team, role: role as Caller['role'] });
      if (!isMine) response.writeHead(404).end('another');
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    server,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
