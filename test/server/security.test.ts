import { beforeEach, describe, expect, test } from 'vitest';
import { type Lab, openLab, seededFolder } from './lab.js';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab(await seededFolder());
});

/** A request as bytes, so that no client makes it polite. */
function bytes(path: string, lines: readonly string[], method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\n${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

describe('a host', () => {
  const ask = (host: string) =>
    lab.raw(bytes('/api/sweeps', [`Host: ${host}`, `Cookie: ${lab.cookie}`]));

  test('that is loopback, by any of its names, is answered', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost']) {
      expect(statusOf(await ask(`${name}:${lab.port}`))).toBe(200);
    }
  });

  test('of another name is refused, even where that name leads here', async () => {
    const { port } = lab;
    const names = [
      'evil.test',
      'localhost.evil.test',
      '127.0.0.1.evil.test',
      '127.0.0.2',
      '0.0.0.0',
    ];
    for (const host of [...names.map((name) => `${name}:${port}`), '', `user@localhost:${port}`]) {
      const answer = await ask(host);
      expect(statusOf(answer), host).toBe(403);
      expect(answer).not.toContain('fake');
    }
  });

  test('with another port, or with none, is refused', async () => {
    for (const host of [`localhost:${lab.port + 1}`, 'localhost', '[::1]', '127.0.0.1:80']) {
      expect(statusOf(await ask(host)), host).toBe(403);
    }
  });

  test('is wanted once', async () => {
    const own = `Host: localhost:${lab.port}`;
    const twice = bytes('/api/sweeps', [own, 'Host: evil.test', `Cookie: ${lab.cookie}`]);
    const never = bytes('/api/sweeps', [`Cookie: ${lab.cookie}`]);
    for (const asked of [twice, never])
      expect([400, 403]).toContain(statusOf(await lab.raw(asked)));
  });

  test('is checked before anything else, pages included', async () => {
    for (const path of ['/', '/session', '/events', '/nowhere', '/pages/main-1.js', '/%']) {
      const asked = bytes(path, ['Host: evil.test', `Authorization: Bearer ${lab.token}`], 'POST');
      expect(statusOf(await lab.raw(asked)), path).toBe(403);
    }
  });

  test('that was allowed is answered at the own port, or at the one that was named', async () => {
    const allowedHosts = ['box.lan', 'other.lan:9000', 'proxy.lan:443'];
    const open = await openLab(await seededFolder(), { allowedHosts });
    const status = async (host: string) => statusOf(await open.raw(bytes('/', [`Host: ${host}`])));
    expect(await status(`box.lan:${open.port}`)).toBe(200);
    expect(await status('other.lan:9000')).toBe(200);
    expect(await status('proxy.lan')).toBe(200);
    for (const host of ['box.lan', 'box.lan:9000', 'other.lan', `x.box.lan:${open.port}`]) {
      expect(await status(host), host).toBe(403);
    }
  });
});

describe('without the cookie', () => {
  const guarded = ['/api/sweeps', '/api/sweeps/1', '/api/trials/1', '/api/nowhere', '/events'];

  test.each(guarded)('%s is refused', async (path) => {
    const none = await lab.get(path, { cookie: '' });
    expect(none.status).toBe(401);
    expect(none.text).not.toContain('fake');
    const [name, value] = lab.cookie.split('=');
    for (const cookie of [`${name}=`, `${name}=x`, `${name}=${lab.token}`, `thaw-1=${value}`]) {
      expect((await lab.get(path, { cookie })).status, cookie).toBe(401);
    }
  });

  test('the token in an address or a header opens nothing but a session', async () => {
    const authorization = `Bearer ${lab.token}`;
    expect((await lab.get('/api/sweeps', { cookie: '', authorization })).status).toBe(401);
    expect((await lab.get(`/api/sweeps?token=${lab.token}`, { cookie: '' })).status).toBe(401);
  });
});

describe('a session', () => {
  const begin = (authorization: string) => lab.get('/session', { cookie: '', authorization });

  test('takes the whole token', async () => {
    const { token } = lab;
    expect(token).toMatch(/^[\w-]{43}$/);
    const wrong = ['', 'Bearer', 'Bearer x', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token];
    for (const authorization of wrong) {
      const { status, headers } = await begin(authorization);
      expect([status, headers['set-cookie']]).toEqual([401, undefined]);
    }
  });

  test('is a cookie of this port that no script reads and no other site sends', async () => {
    const { status, headers, text } = await begin(`Bearer ${lab.token}`);
    expect([status, text]).toEqual([204, '']);
    const [cookie] = headers['set-cookie'] as string[];
    expect(cookie).toMatch(
      new RegExp(`^thaw-${lab.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(cookie).not.toContain(lab.token);
  });

  test('is another one at every start', async () => {
    const other = await openLab(await seededFolder());
    expect(other.token).not.toBe(lab.token);
    const stolen = lab.cookie.replace(String(lab.port), String(other.port));
    expect((await other.get('/api/sweeps', { cookie: stolen })).status).toBe(401);
  });
});

describe('another site', () => {
  test('is refused, with the cookie or without, whatever it asks for', async () => {
    for (const site of ['cross-site', 'same-site', 'anything']) {
      for (const path of ['/', '/session', '/api/sweeps', '/events', '/pages/main-1.js']) {
        const { status } = await lab.get(path, {
          'sec-fetch-site': site,
          authorization: `Bearer ${lab.token}`,
        });
        expect(status, `${site} ${path}`).toBe(403);
      }
    }
    for (const site of ['same-origin', 'none']) {
      expect((await lab.get('/api/sweeps', { 'sec-fetch-site': site })).status).toBe(200);
    }
  });

  test('is told by no header that it may read', async () => {
    const origin = { origin: 'https://evil.test' };
    for (const path of ['/', '/api/sweeps', '/session', '/nowhere.js']) {
      const { headers } = await lab.get(path, origin);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    const asked = { ...origin, 'access-control-request-method': 'GET' };
    expect((await lab.get('/api/sweeps', asked, 'OPTIONS')).status).toBe(405);
  });
});

test('nothing but GET and HEAD is known', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    const { status, headers } = await lab.get('/api/sweeps', {}, method);
    expect([method, status, headers.allow]).toEqual([method, 405, 'GET, HEAD']);
  }
  const { status, text, headers } = await lab.get('/api/sweeps', {}, 'HEAD');
  expect([status, text]).toEqual([200, '']);
  expect(Number(headers['content-length'])).toBeGreaterThan(100);
});

test('no address leads to a file', async () => {
  const climbing = [
    ...['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/../package.json', '//etc/passwd'],
    ...['/pages/..%2fmain-1.js', '/pages/../main-1.js', '/pages/main-2.js', '/pages/'],
    ...['/api/..%2fsweeps', '/api/sweeps/..%2f1', '/api/sweeps/%31', '/api/sweeps/1.0'],
    ...['/api/sweeps/1e0', '/api/sweeps/-1', '/api/sweeps/0', '/api/sweeps/1/constructor'],
    ...['/api/sweeps/1/__proto__', '/api/sweeps/1/look', '/api/trials/x', '/api'],
    ...['/api/sweeps/1/trials/2', '/favicon.ico', '/main.js.map', '/s\\..\\x', '/%00'],
    ...[`/api/sweeps/${'9'.repeat(30)}`, '/events/1', '/session/x'],
  ];
  for (const path of climbing) {
    const asked = bytes(path, [`Host: localhost:${lab.port}`, `Cookie: ${lab.cookie}`]);
    const answer = await lab.raw(asked);
    expect(statusOf(answer), path).toBe(404);
    expect(answer).not.toContain('root:');
  }
});

test('every answer keeps browsers from running, framing, guessing or telling', async () => {
  for (const path of ['/', '/sweeps/1', '/pages/main-1.js', '/api/sweeps', '/session', '/x.y']) {
    const { headers } = await lab.get(path);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  }
});

describe('whoever takes too much', () => {
  const own = () => `Host: localhost:${lab.port}`;

  test('of headers is cut off', async () => {
    expect(statusOf(await lab.raw(bytes('/', [own(), `X: ${'x'.repeat(40_000)}`])))).toBe(431);
  });

  test('of an address is refused', async () => {
    expect(statusOf(await lab.raw(bytes(`/${'x'.repeat(9000)}`, [own()])))).toBe(414);
  });

  test('of a body is refused, whatever length it claims', async () => {
    for (const line of ['Content-Length: 5', 'Transfer-Encoding: chunked']) {
      expect(statusOf(await lab.raw(bytes('/', [own(), line])))).toBe(413);
    }
  });

  test('of time to ask is cut off, and holds nobody else up', async () => {
    const slow = lab.raw(`GET / HTTP/1.1\r\n${own()}\r\nX: `, 20_000);
    expect((await lab.get('/api/sweeps')).status).toBe(200);
    const since = performance.now();
    expect(statusOf(await slow)).toBe(408);
    expect(performance.now() - since).toBeLessThan(10_000);
  }, 30_000);

  test('and what is no HTTP is cut off', async () => {
    expect(statusOf(await lab.raw('\x16\x03\x01\x02\x00\r\n\r\n'))).toBe(400);
    expect((await lab.get('/api/sweeps')).status).toBe(200);
  });
});

test('a fault of this program is told in a sentence, without where it happened', async () => {
  const broken = async () => {
    throw new Error('secret in /home/somebody/file.ts');
  };
  const open = await openLab(await seededFolder(), {
    slow: { read: broken, close: async () => undefined },
  });
  const { status, text } = await open.get('/api/sweeps/1/advise');
  expect(status).toBe(500);
  expect(JSON.parse(text)).toEqual({
    error: 'Thaw ran into something it did not expect; this is a bug.',
  });
  expect(open.faults.map(String)).toEqual(['Error: secret in /home/somebody/file.ts']);
});
