import { expect, test } from 'vitest';
import { serverAddress } from '../../../src/fleet/agent/http/server-address.js';

test.each([
  ['https://gw.example:7300', 'https://gw.example:7300'],
  ['https://gw.example/thaw/', 'https://gw.example/thaw'],
  ['http://127.0.0.1:7300', 'http://127.0.0.1:7300'],
  ['http://localhost:7300', 'http://localhost:7300'],
  ['http://[::1]:7300', 'http://[::1]:7300'],
])('%s is where a gateway may be', (text, address) => {
  expect(serverAddress(text, false)).toBe(address);
});

test.each([
  'http://gw.example:7300',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1',
  'http://[::2]',
])('%s would show the token to whoever listens', (text) => {
  expect(() => serverAddress(text, false)).toThrow('is not encrypted');
  expect(serverAddress(text, true)).toBe(text);
});

test.each(['gw.example', '', 'ftp://gw.example', 'file:///etc/passwd', 'javascript:alert(1)'])(
  '%j is no address of a gateway',
  (text) => {
    expect(() => serverAddress(text, true)).toThrow('--server expects the address of a gateway');
  },
);

test('an address with a secret in it is refused without repeating it', () => {
  for (const text of ['https://me:hunter2@gw.example', 'https://gw.example/?token=hunter2']) {
    expect(() => serverAddress(text, false)).toThrow('a token goes into a file');
    expect(() => serverAddress(text, false)).not.toThrow('hunter2');
  }
});
