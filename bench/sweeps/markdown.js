/** @import { SampleRow, Settings, SweepRow } from './types.js' */

/**
 * A benchmark's result as markdown: the machine, the sweeps, the samples.
 *
 * @param {{
 *   machine: { cpu: string, memoryGiB: number },
 *   settings: Settings,
 *   versions: Readonly<Record<string, string>>,
 *   sweeps: readonly SweepRow[],
 *   samples: readonly SampleRow[],
 * }} result
 */
export function markdown({ machine, settings, versions, sweeps, samples }) {
  return [
    `${machine.cpu}, ${machine.memoryGiB} GiB; ${settings.threads} threads for all. ${workload(settings)}`,
    ...Object.entries(versions).map(([name, version]) => `- ${name}: ${version}`),
    '',
    ...table(
      [
        'sweep',
        'contender',
        'seconds to leaderboard',
        'ratio',
        'best val. accuracy',
        'peak memory',
        '',
      ],
      ['---', '---', '---:', '---:', '---:', '---:', '---'],
      sweeps.map((row) => [
        row.sweep,
        row.contender,
        `${row.seconds.toFixed(1)}${spread(row)}`,
        row.ratio === null ? '' : `${row.ratio.toFixed(2)}x`,
        row.bestAccuracy === null ? '' : row.bestAccuracy.toFixed(4),
        row.peakBytes === null ? '' : `${(row.peakBytes / 2 ** 30).toFixed(2)} GiB`,
        `${row.basis}${row.runs > 1 ? `, median of ${row.runs}` : ''}`,
      ]),
    ),
    ...(settings.mode === 'full' ? sampleLines(samples) : []),
  ].join('\n');
}

/** @param {Settings} settings */
function workload({ size, mode }) {
  const images = size
    ? `${size.train} train / ${size.val} val images, ${size.epochs} epochs`
    : '1,000 train / 400 val images, 3 epochs';
  return `CIFAR-10, ${images}, 64 px, batch 32 (${mode}).`;
}

/** @param {SweepRow} row */
function spread({ runs, spread: [low, high] }) {
  return runs > 1 ? ` (${low.toFixed(1)}-${high.toFixed(1)})` : '';
}

/** @param {readonly SampleRow[]} samples */
function sampleLines(samples) {
  const names = [
    ...new Set(samples.flatMap(({ contenders }) => contenders.map(({ contender }) => contender))),
  ];
  if (names.length === 0) return [];
  return [
    '',
    'Seconds of one trial alone (sampled, contenders in turn, medians; in brackets the ratio to thaw-alone):',
    '',
    ...table(
      ['trial', ...names],
      ['---', ...names.map(() => '---:')],
      samples.map(({ key, contenders }) => [
        key,
        ...names.map((name) => {
          const cell = contenders.find(({ contender }) => contender === name);
          if (!cell) return '';
          const ratio = cell.ratio === null ? '' : ` (${cell.ratio.toFixed(2)})`;
          return `${cell.seconds.toFixed(1)}${name === 'thaw-alone' ? '' : ratio}`;
        }),
      ]),
    ),
  ];
}

/**
 * @param {readonly string[]} head
 * @param {readonly string[]} rule
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function table(head, rule, rows) {
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
