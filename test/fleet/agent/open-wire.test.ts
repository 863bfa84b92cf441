import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openWire } from '../../../src/store/gateway/http/open-wire.js';
import { encode } from '../../../src/store/gateway/wire.js';

/** The address of a server that answers like this. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;

const ask = (address: string, { timeoutMs = 2000, signal = never } = {}) =>
  openWire(address, 'a-token').ask(
    { method: 'POST', path: '/x', body: '1', timeoutMs, signal },
    (answer) => answer.data(),
  );

test('brings its token, and gives what is answered', async () => {
  let heard: string | undefined;
  const address = await serve((request, response) => {
    heard = request.headers.authorization;
    response.end(encode({ a: Number.NaN }));
  });
  expect(await ask(address)).toEqual({ a: Number.NaN });
  expect(heard).toBe('Bearer a-token');
});

test.each([
  [500, 'E_FETCH'],
  [503, 'E_FETCH'],
  [429, 'E_FETCH'],
  [408, 'E_FETCH'],
  [400, 'E_REFUSED'],
  [409, 'E_REFUSED'],
  [302, 'E_REFUSED'],
])('%d: %s', async (status, code) => {
  const message = `why\u001b[31m ${'x'.repeat(5000)}`;
  const address = await serve((_, response) => {
    const location = 'http://127.0.0.1:9/elsewhere';
    response.writeHead(status, { location }).end(encode({ error: { code: 'E', message } }));
  });
  const error = await ask(address).catch((error: Error) => error);
  expect(error).toMatchObject({ code });
  const said = (error as Error).message;
  expect(said).toMatch(new RegExp(`answered ${status}: why \\[31m x+…$`));
  expect(said.length).toBeLessThan(1200);
  expect(said).not.toContain('a-token');
});

test('a token never follows to another address', async () => {
  let visited = false;
  const other = await serve((_, response) => {
    visited = true;
    response.end('1');
  });
  const address = await serve((_, response) =>
    response.writeHead(307, { location: `${other}/x` }).end(),
  );
  await expect(ask(address)).rejects.toMatchObject({ status: 307 });
  expect(visited).toBe(false);
});

test('who does not answer, or stops in the middle, has not answered', async () => {
  const silent = await serve(() => undefined);
  await expect(ask(silent, { timeoutMs: 100 })).rejects.toThrow('did not answer within 0.1 s');
  const halting = await serve((_, response) => void response.writeHead(200).write('[1'));
  await expect(ask(halting, { timeoutMs: 100 })).rejects.toThrow('did not answer within');
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('[1');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(ask(cut)).rejects.toMatchObject({ code: 'E_FETCH' });
  await expect(ask('http://127.0.0.1:9')).rejects.toThrow(/cannot be reached: .*(ECONN|bad port)/);
});

test('what no gateway says is no answer', async () => {
  const portal = await serve((_, response) => response.end('<html>Please log in</html>'));
  await expect(ask(portal)).rejects.toMatchObject({ code: 'E_FETCH' });
});

test('an answer without end is let go', async () => {
  const address = await serve((_, response) => {
    const block = Buffer.alloc(2 ** 20, 'x');
    const more = () => {
      while (response.write(block));
    };
    response.on('drain', more);
    more();
  });
  await expect(ask(address, { timeoutMs: 20_000 })).rejects.toThrow('longer than');
});

test('whoever asks may stop waiting, for a reason of theirs', async () => {
  const silent = await serve(() => undefined);
  const stop = new AbortController();
  const asking = ask(silent, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(asking).rejects.toThrow('enough');
});
