import { median } from '../median.js';

/**
 * The measurements as a table: medians, and in brackets the median of the rounds' ratios to torch.
 *
 * @param {{
 *   cpu: string,
 *   batch: number,
 *   versions: Readonly<Record<string, string>>,
 *   measurements: readonly {
 *     task: string, size: number, contender: string, imagesPerSecond: number
 *   }[],
 * }} result
 */
export function markdown({ cpu, batch, versions, measurements }) {
  const names = Object.keys(versions);
  const rows = [...new Set(measurements.map(({ task, size }) => `${task} ${size} px`))].map(
    (row) => {
      /** @param {string} contender */
      const of = (contender) =>
        measurements
          .filter((m) => `${m.task} ${m.size} px` === row && m.contender === contender)
          .map((m) => m.imagesPerSecond);
      const torch = of('torch');
      const cells = names.map((name) => {
        const rates = of(name);
        const rate = median(rates).toFixed(1);
        if (name === 'torch' || torch.length === 0) return rate;
        return `${rate} (${median(rates.map((r, round) => r / torch[round])).toFixed(2)})`;
      });
      return [row, ...cells];
    },
  );
  /** @param {readonly string[]} cells */
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    `Images a second, batch ${batch}, on ${cpu}; in brackets the ratio to PyTorch.`,
    ...Object.entries(versions).map(([name, version]) => `- ${name}: ${version}`),
    '',
    line(['', ...names]),
    line(['---', ...names.map(() => '---:')]),
    ...rows.map(line),
  ].join('\n');
}
