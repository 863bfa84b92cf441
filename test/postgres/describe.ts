import { describe } from 'vitest';
import { hasPostgres } from './server.js';

/**
 * Tests that need a real PostgreSQL; where there is none they are left out, by name, unless
 * `THAW_REQUIRE_POSTGRES` forbids it.
 */
export const describeWithPostgres =
  hasPostgres || process.env.THAW_REQUIRE_POSTGRES ? describe : describe.skip;
