import type { AdviseDocument } from '../../../results/documents/insight/advise.js';
import type { Csv } from '../../text/csv.js';

/** A line for each piece of advice. */
export function adviseCsv({ advice }: AdviseDocument): Csv {
  return {
    header: ['rule', 'title', 'sentence', 'source', 'strength', 'gain', 'figures', 'changes'],
    rows: advice.map(({ rule, title, sentence, source, strength, gain, figures, changes }) => [
      ...[rule, title, sentence, source, strength, gain, figures],
      changes.map(({ path, value }) => ({ path, value })),
    ]),
  };
}
