import { expect, onTestFinished, test } from 'vitest';
import { threadReader } from '../../src/server/reading/thread/thread-reader.js';

/** Reads nothing, and says so. */
const ENTRY = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, method }) => {
      if (method === 'close') parentPort.close();
      else parentPort.postMessage({ id, result: 'read' });
    });
  `)}`,
);

test('a reader that is closed starts no thread for what is asked late', async () => {
  for (const isUsed of [true, false]) {
    const reader = threadReader(ENTRY, null);
    if (isUsed) expect(await reader.read({ document: 'sweeps' })).toBe('read');
    await reader.close();
    onTestFinished(() => reader.close());
    await expect(reader.read({ document: 'sweeps' })).rejects.toThrow('is ending');
  }
});
