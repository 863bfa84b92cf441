import { computed, signal } from '@preact/signals';
import { readState, type ViewState, writeState } from './address/view-state.js';

/** Where the browser is. */
export const path = signal(location.pathname);
const search = signal(location.search);

/** What is set on the page that is shown: the address, read. */
export const state = computed(() => readState(search.value));

/** Within a second, changes while dragging are one step back. */
const DRAG_MS = 1000;
/** Browsers refuse more than some hundred changes of the address in half a minute. */
const WRITE_MS = 250;
let dragged = Number.NEGATIVE_INFINITY;
let writing: ReturnType<typeof setTimeout> | undefined;

/** Hears the browser's back and forward, and every link of ours. Once, before anything is shown. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    settle(false);
    show();
  });
  addEventListener('click', (event) => {
    const plainClick = event.button === 0 && !event.defaultPrevented;
    if (!plainClick || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const href = link?.getAttribute('href');
    if (!link || !href?.startsWith('/') || link.hasAttribute('download')) return;
    event.preventDefault();
    navigate(href);
  });
}

/** To another page: a step that "back" undoes. */
export function navigate(href: string): void {
  settle(true);
  history.pushState(null, '', href);
  show();
  scrollTo(0, 0);
}

/**
 * Changes what is set. `step`: "back" undoes it. `drag`: one of many changes in a row, which "back"
 * undoes together.
 */
export function change(part: Partial<ViewState>, how: 'step' | 'drag' = 'step'): void {
  const next = writeState({ ...state.peek(), ...part });
  if (next === search.peek()) return;
  const now = performance.now();
  const goesOn = how === 'drag' && now - dragged < DRAG_MS;
  if (!goesOn) {
    settle(true);
    history.pushState(null, '', `${path.peek()}${next}`);
  }
  dragged = how === 'drag' ? now : Number.NEGATIVE_INFINITY;
  search.value = next;
  if (goesOn) writing ??= setTimeout(() => settle(true), WRITE_MS);
}

/** An address with what is to be kept of the state. */
export function hrefOf(to: string, kept: Partial<ViewState> = {}): string {
  return `${to}${writeState(kept)}`;
}

/** What holds on every page of a sweep: which trials are looked at, and by what. */
export function keptState(): Partial<ViewState> {
  const { filter, states, metric, log, linear, brush, chosen } = state.value;
  return { filter, states, metric, log, linear, brush, chosen };
}

function settle(write: boolean): void {
  if (writing === undefined) return;
  clearTimeout(writing);
  writing = undefined;
  if (write) history.replaceState(null, '', `${path.peek()}${search.peek()}`);
}

function show(): void {
  dragged = Number.NEGATIVE_INFINITY;
  path.value = location.pathname;
  search.value = location.search;
}
