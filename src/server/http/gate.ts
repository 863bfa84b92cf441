import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../machine/http/refusal.js';

/** Names under which browsers reach a server on loopback. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses what no page of this server sends, before anything else is looked at. A name that leads here
 * is not enough: any site's own name can be made to (DNS rebinding), so `Host` must be one of ours.
 *
 * @throws {Refusal}
 */
export function checkRequest(request: IncomingMessage, hosts: ReadonlySet<string>): void {
  const [host, ...more] = request.headersDistinct.host ?? [];
  if (host === undefined || more.length > 0 || !hosts.has(host.toLowerCase())) {
    throw new Refusal(
      403,
      'This server answers under its own name and port alone: open the address that it printed. Other names are given by --allowed-host.',
    );
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal(403, 'Another site asked for this: open the address that Thaw printed.');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Refusal(405, 'This server only shows results: it knows GET and HEAD.', {
      Allow: 'GET, HEAD',
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding']) {
    throw new Refusal(413, 'A request of this server has no body.', { Connection: 'close' });
  }
  if ((request.url ?? '').length > LONGEST_ADDRESS) {
    throw new Refusal(414, `An address has ${LONGEST_ADDRESS} characters at most.`);
  }
}

/** What `Host` may say: names with the server's own port, and `NAME:PORT` as given. */
export function allowedHosts(port: number, more: readonly string[]): ReadonlySet<string> {
  return new Set([...LOOPBACK_NAMES, ...more].flatMap((name) => withPort(name, port)));
}

/** Browsers leave out the ports that go without saying. */
function withPort(name: string, port: number): readonly string[] {
  const whole = (/:\d+$/.test(name) ? name : `${name}:${port}`).toLowerCase();
  return [whole, ...(/:(80|443)$/.test(whole) ? [whole.replace(/:\d+$/, '')] : [])];
}

const LONGEST_ADDRESS = 8000;
