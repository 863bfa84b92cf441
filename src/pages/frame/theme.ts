import { computed, signal } from '@preact/signals';
import { dark, light, type Palette, paletteCss } from '../../charts/palette.js';

/** What a person chose; null: as the system has it. */
type Theme = 'light' | 'dark';

const KEY = 'thaw-theme';
const chosen = signal<Theme | null>(null);
const system = signal<Theme>('light');

export const theme = computed<Theme>(() => chosen.value ?? system.value);
/** Colors themselves, for what is no part of the page: a canvas, a file. */
export const palette = computed<Palette>(() => (theme.value === 'dark' ? dark : light));

/** Colors of the page and of its charts, before anything is shown. */
export function startTheme(): void {
  // The charts' own colors are the page's, and a sheet made here is no inline style.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(paletteCss());
  document.adoptedStyleSheets = [sheet];
  const query = matchMedia('(prefers-color-scheme: dark)');
  const look = () => {
    system.value = query.matches ? 'dark' : 'light';
  };
  query.addEventListener('change', look);
  look();
  const stored = localStorage.getItem(KEY);
  if (stored === 'light' || stored === 'dark') choose(stored);
}

export function toggleTheme(): void {
  const next = theme.peek() === 'dark' ? 'light' : 'dark';
  choose(next);
  localStorage.setItem(KEY, next);
}

function choose(next: Theme): void {
  chosen.value = next;
  document.documentElement.dataset.theme = next;
}
