import { count } from '../../../core/words/numbers.js';
import type { AdviseDocument } from '../../../results/documents/insight/advise.js';
import { useDocument } from '../../data/use-document.js';
import { commandLine } from '../../models/commands.js';
import { Awaited, Empty } from '../../parts/notices.js';
import { CommandList } from '../pieces/command-list.js';
import type { ViewDef } from '../view-def.js';
import { NextFile } from './next-file.js';
import { Piece } from './piece.js';

/** What to try next, and what speaks for it. */
export const adviceView: ViewDef = {
  path: '/s/:sweep/advice',
  title: 'Advice',
  key: 'a',
  component: Advice,
};

function Advice({ id }: { readonly id: number }) {
  const answer = useDocument('advise', { sweep: id });
  return (
    <>
      <h1>What to try next</h1>
      <Awaited answer={answer}>
        {(document) =>
          document.advice.length > 0 ? <Pieces {...document} /> : <Nothing {...document} />
        }
      </Awaited>
    </>
  );
}

function Pieces(document: AdviseDocument) {
  const { sweep, advice, points, metric } = document;
  const isForFile = advice.some(({ changes }) => changes.length > 0);
  return (
    <>
      <p class="muted">From {count(points, 'finished point')}, most promising first.</p>
      <ol class="advice">
        {advice.map((piece) => (
          <Piece key={`${piece.rule} ${piece.title}`} piece={piece} metric={metric} />
        ))}
      </ol>
      {isForFile && (
        <section>
          <h2>As the next sweep file</h2>
          <CommandList
            commands={[
              {
                line: commandLine('advise', String(sweep), '--all', '--apply', 'next.yaml'),
                does: 'Write this sweep’s file, changed as advised',
              },
            ]}
          />
          <NextFile sweep={sweep} next={document.next} />
        </section>
      )}
    </>
  );
}

function Nothing({ points, advice }: AdviseDocument) {
  return (
    <Empty>
      {points === 0
        ? 'No trial has finished yet: there is nothing to advise from.'
        : `Nothing in ${count(points, 'finished point')} speaks clearly for a change${advice.length === 0 && points < 5 ? '; it takes five to advise anything' : ''}.`}
    </Empty>
  );
}
