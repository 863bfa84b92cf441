import { allOf } from '../../../../core/words/all-of.js';
import type { TrialDocument } from '../../../../results/documents/trial.js';
import type { Plot } from '../../../parts/plot.js';
import type { Mark } from '../../../scene.js';

/** Epochs in a row that were trained as one and the same other trial. */
interface Shared {
  readonly owner: number;
  readonly from: number;
  readonly to: number;
}

function sharedEpochs(reports: TrialDocument['reports']): readonly Shared[] {
  const stretches: Shared[] = [];
  for (const { epoch, shared_with: owner } of reports) {
    if (owner === null) continue;
    const last = stretches.at(-1);
    if (last && last.owner === owner && last.to === epoch - 1) {
      stretches[stretches.length - 1] = { ...last, to: epoch };
    } else stretches.push({ owner, from: epoch, to: epoch });
  }
  return stretches;
}

/** Shades behind them, half an epoch to each side. */
export function sharedMarks(reports: TrialDocument['reports'], { area, x }: Plot): readonly Mark[] {
  return sharedEpochs(reports).flatMap(({ owner, from, to }): Mark[] => {
    const [left, right] = [x.clamped(from - 0.5), x.clamped(to + 0.5)];
    if (left === null || right === null || right <= left) return [];
    const title = `${epochsText({ owner, from, to })} ${from === to ? 'was' : 'were'} trained as trial ${owner}`;
    const place = { left, width: right - left, top: area.top, height: area.height };
    return [{ kind: 'bar', ...place, color: 'grid', opacity: 0.7, title }];
  });
}

/** `Epochs 0 to 3 are those of trial 7.`; empty: it was trained as itself. */
export function sharedText(reports: TrialDocument['reports']): string {
  const said = sharedEpochs(reports).map((each) => {
    return `${epochsText(each)} ${each.from === each.to ? 'is that' : 'are those'} of trial ${each.owner}`;
  });
  return said.length === 0 ? '' : `${capital(allOf(said))}.`;
}

function epochsText({ from, to }: Shared): string {
  return from === to ? `epoch ${from}` : `epochs ${from} to ${to}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
