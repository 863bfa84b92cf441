import { compareChosen } from '../chosen.js';
import { knownTrials } from '../data/live/known.js';
import { loadTrials, togglePause } from '../data/live/live.js';
import { mainRows } from '../parts/table/main-rows.js';
import { change, hrefOf, keptState, navigate, path, state } from '../router.js';
import { currentSweep } from './current-sweep.js';
import { isHelpOpen } from './help-open.js';
import { sweepPages } from './match-view.js';
import { toggleTheme } from './theme.js';

/** What keys do, as the help lists them. */
export const keyList: Readonly<Record<string, string>> = {
  '?': 'All keys',
  '/': 'To the filter',
  'j k': 'Next and previous row',
  Enter: 'Open the row’s trial',
  x: 'Select the row',
  c: 'Compare what is selected',
  p: 'Pause what is live, and go on',
  'g s': 'All sweeps',
  'g o': 'Overview of the sweep',
  'g c': 'Its curves',
  'g p': 'Its parameters',
  'g h': 'What its trials shared',
  'g a': 'Advice',
  'g l': 'Its images',
  '[ ]': 'Previous and next trial',
  d: 'Dark or light',
  Esc: 'Clear the brushes',
};

/** Milliseconds in which a second key belongs to the first. */
const PAIR_MS = 1500;

/** Hears keys, but where something is typed. Once. */
export function startKeys(): void {
  let first = Number.NEGATIVE_INFINITY;
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyped(event.target)) return;
    const goes = event.timeStamp - first < PAIR_MS;
    first = !goes && event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const done = goes
      ? goTo(event.key)
      : Object.hasOwn(actions, event.key) && actions[event.key]?.();
    if (done !== false) event.preventDefault();
  });
}

/** False: nothing was done, and the key is the browser's. */
type Action = () => unknown;

const actions: Readonly<Record<string, Action>> = {
  '?': () => {
    isHelpOpen.value = true;
  },
  '/': () => {
    const filter = document.getElementById('filter');
    filter?.focus();
    return filter !== null;
  },
  j: () => mainRows.peek()?.move(1) ?? false,
  k: () => mainRows.peek()?.move(-1) ?? false,
  Enter: () => mainRows.peek()?.open() ?? false,
  x: () => mainRows.peek()?.select() ?? false,
  c: compareChosen,
  p: togglePause,
  '[': () => stepTrial(-1),
  ']': () => stepTrial(1),
  d: toggleTheme,
  Escape: () => {
    if (Object.keys(state.peek().brush).length === 0) return false;
    change({ brush: {} });
  },
};

function goTo(key: string): boolean {
  if (key === 's') {
    navigate('/');
    return true;
  }
  const sweep = currentSweep.peek();
  const page = sweep === null ? undefined : sweepPages(sweep).find((each) => each.key === key);
  if (page) navigate(hrefOf(page.href, keptState()));
  return page !== undefined;
}

/** To the trial before or after, in the order of the sweep. */
function stepTrial(by: number): boolean {
  const here = Number(/^\/t\/(\d+)$/.exec(path.peek())?.[1] ?? Number.NaN);
  const sweep = currentSweep.peek();
  if (Number.isNaN(here) || sweep === null) return false;
  const go = () => {
    const known = [...(knownTrials(sweep).peek()?.values() ?? [])];
    const ids = known.sort((a, b) => a.number - b.number).map(({ trial }) => trial);
    const next = ids[ids.indexOf(here) + by];
    if (next !== undefined) navigate(hrefOf(`/t/${next}`, keptState()));
  };
  // Who came by an address of the trial's own has not met the others yet.
  if (knownTrials(sweep).peek()) go();
  else void loadTrials(sweep).then(go, () => undefined);
  return true;
}

function isTyped(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName);
}
