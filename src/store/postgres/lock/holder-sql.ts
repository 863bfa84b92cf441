import { NOW_MS } from '../server-now.js';

/**
 * When a row of `sweeps` was last known to be held. Nobody can say that it lives while the server is
 * down: silence counts from when it came up.
 */
export const LAST_SEEN =
  'greatest(holder_seen, (extract(epoch from pg_postmaster_start_time()) * 1000)::bigint)';

/** Whether a row of `sweeps` seems to be run: to be shown, not to be relied on. */
export const SEEMS_HELD = `(holder_token is not null and ${LAST_SEEN} > ${NOW_MS} - 60000)`;
