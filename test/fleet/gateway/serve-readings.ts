import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse } from '../../../src/fleet/gateway/http/refuse.js';
import {
  createReadMount,
  type ReadMountParts,
} from '../../../src/fleet/gateway/reading/read-mount.js';
import { Refusal } from '../../../src/machine/http/refusal.js';

/** A gateway that knows nothing but reading; tokens are `TEAM-ROLE`. */
export async function serveReadings(parts: ReadMountParts) {
  const mount = createReadMount(parts);
  const faults: unknown[] = [];
  const server = createServer((request, response) => {
    const [, team, role] =
      /^Bearer (\w+)-(user|agent)$/.exec(request.headers.authorization ?? '') ?? [];
    const answered =
      team && role
        ? mount(request, response, { team, role: role as 'user' | 'agent' })
        : Promise.reject(new Refusal(401, 'This token does not count.'));
    answered
      .then((isDone) => {
        if (!isDone) throw new Refusal(404, 'There is nothing at this address.');
      })
      .catch((error) => refuse(response, error, (fault) => faults.push(fault)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
