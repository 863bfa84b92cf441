import { expect, test } from 'vitest';
import { describePeers } from '../../src/sweep/describe-peers.js';

const peer = (number: number, epochs: number) => ({
  number,
  finished: true,
  losses: Array<number>(epochs).fill(1),
});

test('names each trial that was seen and how far it was, neighbors as ranges', () => {
  expect(describePeers([])).toBe('no other trial');
  expect(describePeers([peer(4, 1)])).toBe('trial 4 (1 epoch)');
  expect(describePeers([peer(0, 3), peer(1, 3), peer(2, 3), peer(5, 3), peer(4, 2)])).toBe(
    'trials 0-2, 5 (3 epochs), 4 (2 epochs)',
  );
});
