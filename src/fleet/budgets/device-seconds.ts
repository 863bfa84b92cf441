import { NOW_MS } from '../../store/postgres/server-now.js';

/**
 * SQL: the device-seconds that these rows of `leases` took, those that run up to now. What budgets are
 * held against, and what people are shown of them, is this.
 */
export const DEVICE_SECONDS = `coalesce(sum(
  (coalesce(leases.ended_at, ${NOW_MS}) - leases.claimed_at) / 1000.0 * leases.devices
), 0)::double precision`;
