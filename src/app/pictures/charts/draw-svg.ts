import { UsageError } from '../../../core/errors.js';
import type { ReaderParts } from '../../../server/reading/open-reader.js';
import { readChart } from './read-chart.js';
import { chartSvg } from './write-chart.js';

/** What `thaw plot` writes as SVG, for whoever asks by an address. */
export const drawSvg: ReaderParts['draw'] = async (
  database,
  { kind, sweep, trials, options, frame, scheme },
) => {
  const names = (sweep === null ? trials : [sweep]).map(String);
  const refused = async () => {
    throw new UsageError(`A look at images takes a while: \`thaw plot ${kind}\` draws it.`);
  };
  const lookers = { look: refused, images: refused };
  const chart = await readChart(database, { kind, names, options }, lookers);
  return chartSvg(chart, { frame, scheme });
};
