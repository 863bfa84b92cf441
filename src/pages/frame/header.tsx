import { useEffect } from 'preact/hooks';
import { trialCount } from '../../core/trial-state.js';
import { count } from '../../core/words/numbers.js';
import { sweeps } from '../data/live/known.js';
import { useSweeps } from '../data/use-trials.js';
import { StateCountList, SweepMark } from '../parts/state.js';
import { hrefOf, keptState, path } from '../router.js';
import { currentSweep } from './current-sweep.js';
import { isHelpOpen } from './help-open.js';
import { LiveMark } from './live-mark.js';
import { matchView, sweepPages } from './match-view.js';
import { theme, toggleTheme } from './theme.js';

/** Where one is, how it goes, and where one can go. */
export function Header() {
  // Every page shows its sweep's name and counts.
  useSweeps();
  const id = currentSweep.value;
  const sweep = id === null ? undefined : sweeps.value?.get(id);
  const title = matchView(path.value)?.view.title ?? 'Thaw';
  useEffect(() => {
    document.title = sweep ? `${title} · ${sweep.name} · Thaw` : `${title} · Thaw`;
  }, [title, sweep?.name]);
  return (
    <header>
      <div class="bar">
        <a class="brand" href="/">
          Thaw
        </a>
        {sweep && (
          <div class="sweep-line">
            <a class="sweep-name" href={hrefOf(`/s/${sweep.sweep}`, keptState())}>
              {sweep.name}
            </a>
            <SweepMark state={sweep.state} rests={sweep.rests} />
            <span class="id">{count(trialCount(sweep.trials), 'trial')}:</span>
            <StateCountList counts={sweep.trials} />
          </div>
        )}
        <div class="bar-end">
          <LiveMark />
          <button type="button" class="quiet" onClick={toggleTheme} title="Dark or light (d)">
            {theme.value === 'dark' ? 'light' : 'dark'}
          </button>
          <button
            type="button"
            class="quiet"
            title="Keys (?)"
            onClick={() => {
              isHelpOpen.value = true;
            }}
          >
            keys
          </button>
        </div>
      </div>
      {id !== null && (
        <nav aria-label="Pages of this sweep">
          {sweepPages(id).map(({ href, title: name }) => (
            <a
              key={href}
              href={hrefOf(href, keptState())}
              aria-current={path.value === href ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}
