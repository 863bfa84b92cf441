import { paletteCss } from '../charts/palette.js';

/** Light, dark, narrow and on paper. */
export const STYLE = `${paletteCss()}
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--chart-paper); color: var(--chart-ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .5rem; overflow-wrap: anywhere; line-height: 1.2; }
h2 { margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--chart-grid); }
p { margin: 0 0 .75rem; max-width: 45rem; overflow-wrap: anywhere; }
.kind, .muted, caption, figcaption, footer { color: var(--chart-muted); font-size: .875rem; }
.kind { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; list-style: none; }
a { color: var(--chart-accent); }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .25rem; text-align: left; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--chart-grid); text-align: left; vertical-align: top; }
td { max-width: 24rem; overflow-wrap: break-word; }
.facts td { overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
.facts { margin-bottom: 1rem; }
.facts th { font-weight: 600; white-space: nowrap; }
.facts td { max-width: 40rem; }
.wide { overflow-x: auto; margin-bottom: 1rem; }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; font-weight: 600; text-align: inherit; cursor: pointer; }
th button:hover { text-decoration: underline; }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
:focus-visible { outline: 2px solid var(--chart-accent); outline-offset: 2px; }
figure { margin: 0 0 2rem; }
figure > svg { display: block; max-width: 100%; height: auto; }
summary { cursor: pointer; }
pre { overflow: auto; padding: .75rem; border: 1px solid var(--chart-grid); font-size: .8125rem; }
code { font-family: ui-monospace, monospace; }
main li { margin-bottom: .75rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, details { display: none; }
  .wide { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  figure, tr, li { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
}`;
