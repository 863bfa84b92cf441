/** @import { Result } from './types.js' */

/**
 * @param {Result} result
 * @param {readonly number[]} marks
 * @param {readonly string[]} contenders
 */
export function markdown({ trials, wall, cost, optuna, seeds }, marks, contenders) {
  const parts = [`Optuna ${optuna}, ${seeds} seeds`];
  for (const problem of new Set(trials.map((row) => row.problem))) {
    const rows = trials.filter((row) => row.problem === problem);
    parts.push(
      `\n${problem}: median (quartiles) of the best so far; share of pairs better than the first, p`,
      table(
        ['contender', ...marks.map((mark) => `${mark} trials`)],
        rows.map(({ contender, after }) => [
          contender,
          ...after.map(({ quartiles: [low, middle, high], better, p }) => {
            const spread = `${digits(middle)} (${digits(low)} to ${digits(high)})`;
            return `${spread}; ${percent(better)}, p ${p.toFixed(2)}`;
          }),
        ]),
      ),
    );
  }
  if (wall.length > 0) {
    const second = contenders[1];
    parts.push(
      `\nrecorded trials: best accuracy (quartiles) by seconds; share of pairs better than ${second}`,
      table(
        [
          ...['contender', ...wall[0].after.map(({ seconds }) => `${seconds} s`)],
          ...['until one of the top 5', `${wall[0].trials} trials`],
        ],
        wall.map(({ contender, after, untilTopFive: [low, middle, high], seconds }) => [
          contender,
          ...after.map(({ quartiles: [worse, best, better], better: share }) => {
            const spread = `${best.toFixed(3)} (${worse.toFixed(3)} to ${better.toFixed(3)})`;
            return `${spread}; ${percent(share)}`;
          }),
          `${middle.toFixed(0)} s (${low.toFixed(0)} to ${high.toFixed(0)})`,
          `${seconds.toFixed(0)} s`,
        ]),
      ),
    );
  }
  if (cost.length > 0) {
    parts.push(
      '\nmilliseconds of CPU a suggestion beside 1,000 trials, one at a time and eight',
      table(
        ['sampler', 'problem', 'one', 'of eight'],
        cost.map(({ sampler, problem, one, eight }) => [
          ...[sampler, problem, one.toFixed(1), eight.toFixed(1)],
        ]),
      ),
    );
  }
  return parts.join('\n');
}

/** @type {(titles: readonly string[], rows: readonly (readonly string[])[]) => string} */
function table(titles, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @param {number} value */
function digits(value) {
  return value.toPrecision(4);
}

/** @param {number} part */
function percent(part) {
  return `${(100 * part).toFixed(0)} %`;
}
