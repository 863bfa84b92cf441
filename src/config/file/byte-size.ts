import { z } from 'zod';

/** An amount of memory such as `800MB`, `6GB`, `1.5GiB`; gives bytes. */
export const byteSizeSchema = z
  .string({ error: ({ input }) => wrong(input) })
  .regex(/^\s*\d+(\.\d+)?\s*[KMGT]i?B\s*$/i, { error: ({ input }) => wrong(input) })
  .transform((text) => {
    const [, n, unit] = /([\d.]+)\s*([KMGT]i?)B/i.exec(text)!;
    const base = unit!.length > 1 ? 1024 : 1000;
    return Math.round(Number(n) * base ** (1 + 'KMGT'.indexOf(unit![0]!.toUpperCase())));
  });

function wrong(input: unknown): string {
  const hint = Number.isFinite(Number(input)) ? `; add a unit: ${input}GB, ${input}MB` : '';
  return `expected an amount of memory such as 800MB or 6GB, got ${JSON.stringify(input)}${hint}`;
}
