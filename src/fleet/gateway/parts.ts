import type { Connections } from '../../store/postgres/sql.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Ear } from '../notices/listen.js';

/** What a gateway's handlers stand on. None of them knows more than the database does. */
export interface GatewayParts {
  readonly connections: Connections;
  readonly jobs: Jobs;
  readonly ear: Ear;
  /** Milliseconds of a lease without a sign of life. */
  readonly leaseMs: number;
}
