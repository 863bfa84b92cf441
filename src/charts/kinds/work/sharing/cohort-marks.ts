import type { SharedBranch, SharedCohort } from '../../../../results/documents/live/sharing.js';
import { textWidth } from '../../../parts/text-width.js';
import type { Color, Mark, Place } from '../../../scene.js';
import { secondsText } from '../../../value-text.js';
import { branchRows } from './branch-rows.js';
import { epochPlaces } from './epoch-places.js';

/** A cohort's place in pixels. */
export interface Box {
  readonly cohort: SharedCohort;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

export interface Drawn {
  readonly marks: readonly Mark[];
  /** Whether branches are bands, as there is no room for each. */
  readonly merged: boolean;
}

/** Its trunk as a bar, and its branches as a tree below, or as bands where they are too many. */
export function cohortMarks(box: Box, label: string, colorOf: (cut: string) => Color): Drawn {
  const { cohort, left, top, width, height } = box;
  const title = cohortTitle(cohort, label);
  const hasLabel = textWidth(label, SIZE) <= width - 2 && height > ROOMY;
  // Trunks of a lane are in one line, whether their labels fit or not.
  const trunkTop = top + trunkTopIn(height);
  const trunkHeight = trunkHeightIn(height);
  const marks: Mark[] = [
    {
      ...{ kind: 'bar', left, top: trunkTop, width: Math.max(1, width), height: trunkHeight },
      ...{ color: 'ink', title, ...(cohort.branches.length === 0 ? { hollow: true } : {}) },
    },
  ];
  if (hasLabel) {
    const place = [left, top + SIZE] as const;
    marks.push({ kind: 'text', text: label, place, size: SIZE, color: 'muted', title });
  }
  const below = trunkTop + trunkHeight;
  const inner = { left, width, top: below + 3, height: top + height - below - 6 };
  if (cohort.branches.length === 0 || width < LEAST_WIDTH || inner.height < 4) {
    return { marks, merged: cohort.branches.length > 1 };
  }
  const { rowOf, rows } = branchRows(cohort.branches);
  const pitch = Math.min(MOST_PITCH, inner.height / rows);
  if (pitch < LEAST_PITCH) {
    return { marks: [...marks, ...bands(cohort.branches, inner, colorOf)], merged: true };
  }
  return {
    marks: [...marks, ...tree(cohort.branches, rowOf, { ...inner, pitch, below }, colorOf)],
    merged: false,
  };
}

/** Of a lane so high. */
export function trunkHeightIn(height: number): number {
  return Math.max(2, Math.min(7, height / 8));
}

/** Where the trunks of a lane lie, from its top. */
export function trunkTopIn(height: number): number {
  return height > ROOMY ? SIZE + 4 : 0;
}

interface Inner {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

function tree(
  branches: readonly SharedBranch[],
  rowOf: ReadonlyMap<number, number>,
  { left, width, top, pitch, below }: Inner & { readonly pitch: number; readonly below: number },
  colorOf: (cut: string) => Color,
): readonly Mark[] {
  const at = epochPlaces(branches);
  const x = (epoch: number) => left + at(epoch) * width;
  const y = (branch: number) => top + (rowOf.get(branch)! + 0.5) * pitch;
  const parents = new Set(branches.map(({ parent }) => parent));
  const lines = branches.map((branch): Mark => {
    const { from_epoch, to_epoch, parent, cut, trials } = branch;
    const [from, height] = [x(from_epoch), y(branch.branch)];
    const start: Place = [from, parent === null ? below : y(parent)];
    const isLast = !parents.has(branch.branch);
    const to = x(to_epoch + 1) - (isLast ? 1.5 : 0);
    const thick = Math.min(pitch * 0.8, 1 + Math.log2(trials.length));
    return {
      ...{ kind: 'line', places: [start, [from, height], [Math.max(to, from), height]] },
      ...{ color: colorOf(cut), width: Math.max(0.8, thick), title: branchTitle(branch) },
      ...(trials.length === 1 ? { trial: trials[0]! } : {}),
    };
  });
  if (pitch < 10) return lines;
  const names = branches
    .filter(({ branch }) => !parents.has(branch))
    .flatMap(({ branch, trials, from_epoch, to_epoch }): Mark[] => {
      const text = trials.length === 1 ? `trial ${trials[0]}` : `${trials.length} trials`;
      const right = x(to_epoch + 1) - 4;
      if (textWidth(text, 9) > right - x(from_epoch) - 6) return [];
      const place = [right, y(branch) - 2.5] as const;
      return [{ kind: 'text', text, place, size: 9, color: 'muted', anchor: 'end' }];
    });
  return [...lines, ...names];
}

/** For each epoch, bands as thick as the branches there are, by cut. */
function bands(
  branches: readonly SharedBranch[],
  { left, width, top, height }: Inner,
  colorOf: (cut: string) => Color,
): readonly Mark[] {
  const at = epochPlaces(branches);
  const cuts = [...new Set(branches.map(({ cut }) => cut))];
  const last = Math.max(...branches.map(({ to_epoch }) => to_epoch));
  const first = Math.min(...branches.map(({ from_epoch }) => from_epoch));
  const epochs = Array.from({ length: last - first + 1 }, (_, k) => {
    const epoch = first + k;
    const alive = branches.filter((each) => each.from_epoch <= epoch && epoch <= each.to_epoch);
    return { epoch, counts: cuts.map((cut) => alive.filter((each) => each.cut === cut).length) };
  });
  const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
  const unit = height / Math.max(...epochs.map(({ counts }) => sum(counts)));
  return epochs.flatMap(({ epoch, counts }) => {
    let above = top;
    return counts.flatMap((count, c): Mark[] => {
      if (count === 0) return [];
      const own = count * unit;
      above += own;
      const [from, to] = [left + at(epoch) * width, left + at(epoch + 1) * width];
      const title = `epoch ${epoch}, cut at ${cuts[c]}: ${count} trained apart`;
      const place = { left: from, width: Math.max(0.5, to - from - 0.5), top: above - own };
      return [
        { kind: 'bar', ...place, height: own, color: colorOf(cuts[c]!), opacity: 0.75, title },
      ];
    });
  });
}

function cohortTitle(
  { cohort, trials, seconds, solo_seconds }: SharedCohort,
  label: string,
): string {
  const took = `${secondsText(seconds)}, alone ${secondsText(solo_seconds)}`;
  return `cohort ${cohort}: ${label}; ${took}${trials.length === 1 ? `; trial ${trials[0]}` : ''}`;
}

function branchTitle({ cut, trials, from_epoch, to_epoch, seconds }: SharedBranch): string {
  const epochs =
    from_epoch === to_epoch ? `epoch ${from_epoch}` : `epochs ${from_epoch} to ${to_epoch}`;
  const shown = trials.slice(0, 12).join(', ');
  const more = trials.length > 12 ? ` and ${trials.length - 12} more` : '';
  return `${epochs} of ${trials.length === 1 ? 'trial' : 'trials'} ${shown}${more}, cut at ${cut}: ${secondsText(seconds)}`;
}

const SIZE = 10;
/** Pixels that a tree needs to be seen. */
const LEAST_WIDTH = 14;
const LEAST_PITCH = 2.2;
const MOST_PITCH = 26;
/** Height of a lane that has room for labels. */
const ROOMY = 30;
