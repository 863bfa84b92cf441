/** The look of pages that are written as one file: light or dark, as the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --muted: #5f6b76; --paper: #fff; --line: #d5dbe1; --bar: #0072b2; --warn: #b45309; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --muted: #9aa5b0; --paper: #16191d; --line: #343b43; --bar: #56b4e9; --warn: #e69f00; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 72rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
small, figcaption { color: var(--muted); font-size: .8rem; font-weight: normal; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); }
th[scope=row] { font-weight: normal; } .number { text-align: right; font-variant-numeric: tabular-nums; }
.bar { width: 12rem; } .bar div { height: .7rem; background: var(--bar); }
.warning { border-left: 4px solid var(--warn); padding-left: .75rem; margin: .75rem 0; } .warning p { margin: 0 0 .5rem; }
.strip { display: flex; flex-wrap: wrap; gap: .75rem; } figure { margin: 0; width: 7rem; }
img { width: 7rem; height: 7rem; object-fit: contain; image-rendering: pixelated; background: var(--line); }
`;
