import { get } from './get.js';

/**
 * Gives the token that the address came with for a cookie, and takes it out of the address, so that
 * it is in no history and no copied link. Nothing happens where there is none.
 */
export async function startSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  await get('/session', { Authorization: `Bearer ${token}` });
}
