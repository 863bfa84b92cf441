import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../machine/http/refusal.js';

/**
 * Who may read. The token goes to whoever started the server, in the fragment of an address, which no
 * browser sends on; a page changes it for a cookie that no script sees and no other site sends along.
 */
export interface Session {
  /** 256 bits, drawn anew at every start. */
  readonly token: string;
  /** The cookie for a request that brings the token. @throws {Refusal} it does not. */
  begin(request: IncomingMessage): string;
  /** @throws {Refusal} a request without the cookie. */
  check(request: IncomingMessage): void;
}

/** Cookies of one name are shared by all ports of a host: the port is part of it. */
export function createSession(port: number): Session {
  const [token, secret] = [draw(), draw()];
  const name = `thaw-${port}`;
  return {
    token,
    begin({ headers }) {
      const given = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')?.[1];
      if (!isSame(given, token)) throw new Refusal(401, TELL, { 'WWW-Authenticate': 'Bearer' });
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    check({ headers }) {
      const cookies = (headers.cookie ?? '').split(/; */);
      const given = cookies.filter((each) => each.startsWith(`${name}=`));
      if (given.some((each) => isSame(each.slice(name.length + 1), secret))) return;
      throw new Refusal(401, TELL, { 'WWW-Authenticate': 'Bearer' });
    },
  };
}

const TELL =
  'Open the address that Thaw printed when it started, with its token: it is another one at every start.';

function draw(): string {
  return randomBytes(32).toString('base64url');
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string | undefined, right: string): boolean {
  if (given === undefined) return false;
  const [a, b] = [given, right].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
