import { z } from 'zod';

/** A length of time such as `90s`, `10m`, `1h30m`; gives milliseconds. */
export const durationSchema = z
  .string({ error: ({ input }) => wrong(input) })
  .regex(/^(\s*\d+(\.\d+)?\s*(ms|s|m|h|d))+\s*$/, { error: ({ input }) => wrong(input) })
  .transform((text) =>
    [...text.matchAll(PART)].reduce((sum, [, n, unit]) => sum + Number(n) * UNIT_MS[unit!]!, 0),
  );

const PART = /(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/g;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function wrong(input: unknown): string {
  const hint = Number.isFinite(Number(input)) ? `; add a unit: ${input}s, ${input}m` : '';
  return `expected a length of time such as 90s, 10m or 1h30m, got ${JSON.stringify(input)}${hint}`;
}
