import type { StoreDef } from '../store-def.js';

/** What a gateway lets its users see: results of their team, read alone. */
export const gateway: StoreDef = {
  type: 'gateway',
  summary: 'a gateway in front of PostgreSQL',
  matches: (place) => /^https?:\/\//i.test(place),
  async open(place, { token, onNote, patienceMs }) {
    const { openStore } = await import('./gateway-store.js');
    return openStore(place, { token: token ?? null, onNote, patienceMs });
  },
};
