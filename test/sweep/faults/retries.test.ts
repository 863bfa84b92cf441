import { describe, expect, test } from 'vitest';
import { classOf } from '../../../src/sweep/faults/error-class.js';
import { createRetries, regroup } from '../../../src/sweep/faults/retries.js';

const error = (code: string) => ({ code, message: 'it broke' });
const trials = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id }) as Parameters<typeof regroup>[0][number]);

test('out of memory: half as many together each time, at last alone, and then it fails', () => {
  const retries = createRetries(2);
  const companies: number[] = [];
  let company = 48;
  for (;;) {
    retries.starts();
    const next = retries.next(1, error('E_MEMORY'), company);
    if (next.is !== 'again') {
      expect(next).toEqual({ is: 'failed' });
      break;
    }
    company = next.company;
    companies.push(company);
  }
  expect(companies).toEqual([24, 12, 6, 3, 2, 1]);
});

test('a lost worker: alone it is tried again as often as the sweep says, with longer pauses', () => {
  const retries = createRetries(3);
  const next = () => retries.next(1, error('E_WORKER'), 1);
  expect([next(), next(), next(), next()]).toEqual([
    { is: 'again', company: 1, pauseMs: 2000 },
    { is: 'again', company: 1, pauseMs: 8000 },
    { is: 'again', company: 1, pauseMs: 32_000 },
    { is: 'failed' },
  ]);
});

describe('a full disk, tried again to no avail', () => {
  const tried = (between: (retries: ReturnType<typeof createRetries>) => void) => {
    const retries = createRetries(1);
    const first = retries.starts();
    expect(retries.next(1, error('E_DISK'), 4)).toMatchObject({ is: 'again', company: 4 });
    between(retries);
    retries.progressed(first);
    return retries.next(1, error('E_DISK'), 4).is;
  };

  test('stops the sweep where nothing begun since has got anywhere', () => {
    expect(tried(() => undefined)).toBe('stop');
    expect(tried((retries) => retries.starts())).toBe('stop');
  });

  test('fails the trial where others go on', () => {
    expect(tried((retries) => retries.progressed(retries.starts()))).toBe('failed');
  });
});

test("the user's mistakes and divergence are never tried again, bugs only in less company", () => {
  const retries = createRetries(5);
  expect(retries.next(1, error('E_CONFIG'), 7)).toEqual({ is: 'failed' });
  expect(retries.next(2, error('E_UNEXPECTED'), 2)).toMatchObject({ is: 'again', company: 1 });
  expect(retries.next(2, error('E_UNEXPECTED'), 1)).toEqual({ is: 'failed' });
  expect(classOf(error('E_NEVER_HEARD_OF'))).toBe('unknown');
});

test('images and weights that cannot be read are looked at once more, without a pause', () => {
  const retries = createRetries(5);
  expect(retries.next(1, error('E_WEIGHTS'), 3)).toEqual({ is: 'again', company: 3, pauseMs: 0 });
  expect(retries.next(1, error('E_WEIGHTS'), 3)).toEqual({ is: 'stop' });
});

test('what came back shares cohorts again, as far as it may, of about one size', () => {
  const groups = regroup(trials(9), ({ id }) => ({ company: 4, pauseMs: id === 8 ? 5 : 0 }));
  expect(groups.map(({ trials, pauseMs }) => [trials.map(({ id }) => id), pauseMs])).toEqual([
    [[0, 1, 2, 3], 0],
    [[4, 5, 6, 7], 0],
    [[8], 5],
  ]);
});

describe('a worker that is ended from outside', () => {
  const next = (retries: ReturnType<typeof createRetries>, company: number) =>
    retries.next(1, error('E_KILLED'), company);

  test('leaves its cohort together for as long as it goes on in between', () => {
    const retries = createRetries(0);
    for (let kill = 0; kill < 50; kill += 1) {
      expect(next(retries, 8)).toEqual({ is: 'again', company: 8, pauseMs: 2000 });
      retries.wentOn([1]);
    }
  });

  test('has its cohort halved after three times without progress, and fails a trial after ten', () => {
    const retries = createRetries(0);
    const companies: number[] = [];
    let company = 4;
    for (let tried = next(retries, company); tried.is === 'again'; tried = next(retries, company)) {
      company = tried.company;
      companies.push(company);
    }
    expect(companies).toEqual([4, 4, 4, 2, ...Array(8).fill(1)]);
    expect(next(retries, 1)).toEqual({ is: 'failed' });
  });
});
