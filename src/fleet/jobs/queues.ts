import { createHash } from 'node:crypto';

/** Agents that may have the same jobs. */
export interface QueueClass {
  readonly team: string;
  readonly backend: string;
  /** `exactClass` of the snapshot that its cohorts go on from; null: they begin, and any agent will do. */
  readonly exactness: string | null;
  /** Bytes that its cohorts may take; null: any agent has them. */
  readonly bytes: number | null;
}

/** What an agent's row says of which jobs it may have. */
export interface Ability {
  readonly team: string;
  readonly backend: string;
  readonly exactness: string;
  /** Bytes that a cohort of it may take. */
  readonly bytes: number;
}

/** A queue's name, however long what it stands for. `bytes` counts as the next of `STEPS`. */
export function queueOf({ team, backend, exactness, bytes }: QueueClass): string {
  const parts = [team, backend, exactness, bytes === null ? null : memoryClass(bytes)];
  return `cohorts-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

/**
 * The queues an agent may have jobs of: such as only it and its like can have come first, and of those
 * the largest.
 */
export function queuesFor({ team, backend, exactness, bytes }: Ability): readonly string[] {
  const steps = [...STEPS.filter((step) => step <= bytes).reverse(), null];
  return [exactness, null].flatMap((its) =>
    steps.map((step) => queueOf({ team, backend, exactness: its, bytes: step })),
  );
}

const GiB = 2 ** 30;

/** What memory comes in, in bytes, ascending. */
const STEPS: readonly number[] = [
  ...[1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 144, 192, 256, 512, 1024],
].map((size) => size * GiB);

/** The least memory of those that it fits in. */
export function memoryClass(bytes: number): number {
  return STEPS.find((step) => step >= bytes) ?? bytes;
}
