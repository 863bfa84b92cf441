import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.js';
import { targets } from './targets/all.js';

// `bench/fuzz.js` asks for more, and for the figures.
const { FUZZ_RUNS = '300', FUZZ_SEED = '11', FUZZ_FIGURES } = process.env;
const LIMITS = { seconds: 30, megabytes: 2500 };

test.each(targets)(
  'whatever is done to a valid $name, it is taken or refused in words',
  async (target) => {
    const seed = Number(FUZZ_SEED);
    const figures = await fuzz(target, { runs: Number(FUZZ_RUNS), seed, ...LIMITS });
    if (FUZZ_FIGURES) appendFileSync(FUZZ_FIGURES, `${JSON.stringify(figures)}\n`);
    // Inputs that are all refused at the door would test nothing behind it.
    expect(figures.accepted).toBeGreaterThan(0);
    expect(figures.inputs).toBe(Number(FUZZ_RUNS));
  },
  3_600_000,
);
