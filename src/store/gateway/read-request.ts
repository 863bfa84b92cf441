import type { Log, Readings } from '../port.js';

/** Where a gateway is asked for what its results say. */
export const READ_PATH = '/v1/read';

/** Where it is told of a reading of the test split: `NewTest`, the one thing that readers add. */
export const TESTS_PATH = '/v1/tests';

export type NewTest = Parameters<Log['addTest']>[0];

/** What there is to see, and what changes. */
export type RemoteReadings = Readings & Pick<Log, 'events' | 'changes'>;

/** A call of one of their methods; the answer is `lines` of what it resolves to. */
export interface ReadRequest {
  readonly method: keyof RemoteReadings;
  readonly args: readonly unknown[];
}
