import { numberText } from '../../../charts/value-text.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { useSweepOf } from '../../frame/current-sweep.js';
import { trialCommands } from '../../models/commands.js';
import { Awaited } from '../../parts/notices.js';
import { StateMark } from '../../parts/state.js';
import { CommandList } from '../pieces/command-list.js';
import type { ViewDef } from '../view-def.js';
import { Curve } from './curve.js';
import { Happened } from './happened.js';
import { Images } from './images.js';
import { NextTo, Runs } from './next-to.js';
import { Params, Recipe } from './recipe.js';
import { useAround, useTrial } from './use-trial.js';

/** One trial: what it is made of, how it went, what it gets wrong. */
export const trialView: ViewDef = {
  path: '/t/:trial',
  title: 'Trial',
  component: ({ id }) => {
    const answer = useTrial(id);
    useSweepOf(answer.data?.sweep ?? null);
    return <Awaited answer={answer}>{(trial) => <Trial trial={trial} />}</Awaited>;
  },
};

function Trial({ trial }: { readonly trial: TrialDocument }) {
  const around = useAround(trial);
  const { best, metric, made_of } = trial;
  return (
    <>
      <div class="title-line">
        <h1>Trial {trial.trial}</h1>
        <StateMark state={trial.state} />
        {best && (
          <span class="figure-of">
            {metric} <b>{numberText(best.value)}</b> at epoch {best.epoch}
          </span>
        )}
        <NextTo trial={trial} around={around} />
      </div>
      <Runs trial={trial} />
      {made_of && made_of.change > 0 && (
        <p class="note">
          Not ranked: it comes after change {made_of.change} of images or weights that{' '}
          <code>thaw resume {trial.sweep}</code> was told to accept.
        </p>
      )}
      <Params trial={trial} />
      <Curve trial={trial} />
      <Images trial={trial} />
      <Recipe trial={trial} best={around.best} />
      <Happened trial={trial} />
      <section>
        <h2>In the terminal</h2>
        <CommandList commands={trialCommands(trial)} />
        {!trial.checkpoint && !trial.weights && (
          <p class="muted">Its weights are not kept, so it can classify no images any more.</p>
        )}
      </section>
    </>
  );
}
