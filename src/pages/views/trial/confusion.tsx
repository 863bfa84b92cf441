import { Scrolled } from '../pieces/scrolled.js';

/** Above so many classes a table of all pairs is no longer read: then the worst pairs are listed. */
const MOST_CLASSES = 20;
const MOST_PAIRS = 25;

/** What each class is taken for. */
export function Confusion({
  classes,
  counts,
}: {
  readonly classes: readonly string[];
  /** Row: true class; column: predicted class. */
  readonly counts: readonly (readonly number[])[];
}) {
  return classes.length > MOST_CLASSES ? (
    <Pairs classes={classes} counts={counts} />
  ) : (
    <Scrolled label="Confusion matrix">
      <table class="confusion">
        <thead>
          <tr>
            <td class="muted">true ↓ taken for →</td>
            {classes.map((name) => (
              <th key={name} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, truth) => (
            <tr key={classes[truth]}>
              <th scope="row">{classes[truth]}</th>
              {row.map((n, taken) => (
                <td key={classes[taken]} class={shadeOf(n, row, truth === taken)}>
                  {n === 0 ? '' : n}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** One of five steps of its row's share. */
function shadeOf(n: number, row: readonly number[], isRight: boolean): string {
  const all = row.reduce((sum, each) => sum + each, 0);
  if (n === 0 || all === 0) return '';
  return `${isRight ? 'right' : 'wrong'}-${Math.min(4, Math.floor((5 * n) / all))}`;
}

function Pairs({ classes, counts }: Parameters<typeof Confusion>[0]) {
  const pairs = counts
    .flatMap((row, truth) => row.map((n, taken) => ({ truth, taken, n })))
    .filter(({ truth, taken, n }) => truth !== taken && n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_PAIRS);
  return (
    <Scrolled label="Classes that it confuses">
      <table>
        <caption>The {pairs.length} pairs of classes that it confuses most</caption>
        <thead>
          <tr>
            <th scope="col">true</th>
            <th scope="col">taken for</th>
            <th scope="col" class="number">
              images
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ truth, taken, n }) => (
            <tr key={`${truth} ${taken}`}>
              <td>{classes[truth]}</td>
              <td>{classes[taken]}</td>
              <td class="number">{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
