import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { startProxy } from '../../bench/fleet/chaos/fault-proxy.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** Somebody who says everything back in capitals, behind a proxy. */
async function echoes() {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      heard.push(chunk.toString());
      socket.write(chunk.toString().toUpperCase());
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const proxy = await startProxy(() => port);
  open.push(proxy, server);
  return { proxy, heard };
}

async function dial(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  socket.on('error', () => undefined);
  return { socket, said: () => said };
}

const after = (socket: Socket, text: string) => {
  socket.write(text);
  return sleep(60);
};

test('a proxy that loses a direction keeps what was on its way until it finds it again', async () => {
  const { proxy, heard } = await echoes();
  const { socket, said } = await dial(proxy.port);
  proxy.hold(['down']);
  await after(socket, 'one ');
  expect([heard.join(''), said()]).toEqual(['one ', '']);
  proxy.hold(['up', 'down']);
  await after(socket, 'two');
  expect(heard.join('')).toBe('one ');
  proxy.release();
  await sleep(60);
  expect(said()).toBe('ONE TWO');
});

test('it calls somebody before what they wait for is passed on, and may cut it off', async () => {
  const { proxy, heard } = await echoes();
  const { socket, said } = await dial(proxy.port);
  const seen: string[] = [];
  proxy.trap({
    ...{ way: 'up', pattern: /finish/, nth: 2 },
    act: (link) => {
      seen.push(heard.join(''));
      link.cut();
    },
  });
  await after(socket, 'finish ');
  const broken = once(socket, 'close').catch((error: NodeJS.ErrnoException) => error.code);
  await after(socket, 'fin');
  await after(socket, 'ish');
  expect(await broken).toBe('ECONNRESET');
  expect(seen).toEqual(['finish fin']);
  expect(said()).toBe('FINISH FIN');
  expect(proxy.sprung).toBe(true);
});
