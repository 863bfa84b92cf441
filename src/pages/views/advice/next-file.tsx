import { useMemo } from 'preact/hooks';
import { useDocument } from '../../data/use-document.js';
import { type Hunk, hunksOf, lineDiff, unifiedDiff } from '../../models/line-diff.js';
import { Awaited } from '../../parts/notices.js';
import { Copy } from '../pieces/copy.js';

/** What the advice changes in the sweep file. */
export function NextFile({
  sweep,
  next,
}: {
  readonly sweep: number;
  readonly next: string | null;
}) {
  const answer = useDocument('sweep', { sweep });
  if (next === null) {
    return (
      <p class="note">
        The stored sweep file cannot be read as it is any more, so nothing can be changed in it
        here; the command says why.
      </p>
    );
  }
  return <Awaited answer={answer}>{({ source }) => <Diff before={source} after={next} />}</Awaited>;
}

function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const hunks = useMemo(() => hunksOf(lineDiff(before, after)), [before, after]);
  const diff = unifiedDiff(hunks, ['sweep.yaml', 'next.yaml']);
  return (
    <>
      <p>
        <Copy text={after} what="copy the whole file" />{' '}
        <Copy text={diff} what="copy what changes, for patch" />
      </p>
      <section class="diff" tabIndex={0} aria-label="What changes in the sweep file">
        {hunks.map((hunk) => (
          <HunkLines key={hunk.from.join()} hunk={hunk} />
        ))}
      </section>
    </>
  );
}

const WORDS = { same: '', gone: 'removed: ', new: 'added: ' } as const;
const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

function HunkLines({ hunk }: { readonly hunk: Hunk }) {
  return (
    <pre>
      {hunk.lines.map(({ kind, text }, at) => {
        const Line = kind === 'same' ? 'span' : kind === 'gone' ? 'del' : 'ins';
        return (
          <Line key={at}>
            <span aria-hidden="true">{SIGNS[kind]} </span>
            <span class="unseen">{WORDS[kind]}</span>
            {`${text}\n`}
          </Line>
        );
      })}
    </pre>
  );
}
