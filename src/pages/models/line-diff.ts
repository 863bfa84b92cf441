/** A line of two texts: in both, in the first alone, in the second alone. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Lines that differ, with some around them; `from`: the first one's place in each text, from 1. */
export interface Hunk {
  readonly from: readonly [before: number, after: number];
  readonly lines: readonly DiffLine[];
}

/** What turns one text into another, line by line, by a longest common subsequence. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const common = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'gone', text: a[i]! });
      i += 1;
    } else {
      lines.push({ kind: 'new', text: b[j]! });
      j += 1;
    }
  }
  return lines;
}

/** `around`: how many equal lines stand before and after what differs. */
export function hunksOf(lines: readonly DiffLine[], around = 2): readonly Hunk[] {
  const near = (place: number) =>
    lines
      .slice(Math.max(0, place - around), place + around + 1)
      .some(({ kind }) => kind !== 'same');
  const hunks: { from: [number, number]; lines: DiffLine[] }[] = [];
  let [before, after, open] = [1, 1, false];
  lines.forEach((line, place) => {
    const shown = near(place);
    if (shown && !open) hunks.push({ from: [before, after], lines: [] });
    if (shown) hunks.at(-1)!.lines.push(line);
    open = shown;
    if (line.kind !== 'new') before += 1;
    if (line.kind !== 'gone') after += 1;
  });
  return hunks;
}

/** As `diff -u` writes it and `patch` reads it. */
export function unifiedDiff(hunks: readonly Hunk[], names: readonly [string, string]): string {
  const head = [`--- ${names[0]}`, `+++ ${names[1]}`];
  const body = hunks.flatMap(({ from, lines }) => {
    const held = (gone: DiffLine['kind']) => lines.filter(({ kind }) => kind !== gone).length;
    return [
      `@@ -${from[0]},${held('new')} +${from[1]},${held('gone')} @@`,
      ...lines.map(({ kind, text }) => `${SIGNS[kind]}${text}`),
    ];
  });
  return [...head, ...body, ''].join('\n');
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', gone: '-', new: '+' };

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Of what remains of both from each place on: the length of the longest common subsequence. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      rows[i]![j] =
        a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
    }
  }
  return rows;
}
