import { expect, test, vi } from 'vitest';

const names = vi.hoisted(() => ({ host: 'at-home' }));
vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  hostname: () => names.host,
}));

test('a process stays itself when its machine takes another name', async () => {
  const { lifeOf, processIdentity } = await import('../../src/machine/process-identity.js');
  const before = processIdentity();
  names.host = 'in-the-cafe';
  expect(processIdentity()).toEqual(before);
  expect(lifeOf(before)).toBe('alive');
});
