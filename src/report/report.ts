import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './markup/markup.js';
import type { ReportParts } from './report-parts.js';
import { SCRIPT } from './script.js';
import { adviceSection } from './sections/advice.js';
import { figuresSection } from './sections/figures.js';
import { honestySection } from './sections/honesty.js';
import { importanceSection } from './sections/importance.js';
import { leaderboardSection } from './sections/leaderboard.js';
import { againSection, originSection } from './sections/origin.js';
import { recipeSection, spaceSection } from './sections/recipe.js';
import { summary } from './sections/summary.js';
import { STYLE } from './style.js';

/**
 * A sweep as one file of HTML that needs nothing else, now or in ten years: no address, no font, no
 * script but the one that sorts. Its content policy lets in that script and its style by their hashes;
 * what came from sweep files, images and databases is text in it.
 */
export function reportHtml(parts: ReportParts): string {
  const recipe = recipeSection(parts);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Thaw ${parts.version}">
<title>${parts.sweep.name}: a sweep of Thaw</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${summary(parts)}${contents(recipe !== null)}<main>
${leaderboardSection(parts)}${recipe}${figuresSection(parts)}${importanceSection(parts)}${adviceSection(parts)}${honestySection(parts)}${spaceSection(parts)}${originSection(parts)}${againSection(parts)}</main>
<footer><p>Written by Thaw ${parts.version}. This file loads nothing and sends nothing.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

function policy(): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    `script-src ${hashOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function contents(hasRecipe: boolean): Markup {
  const all = [
    ['leaderboard', 'Leaderboard'],
    ...(hasRecipe ? ([['recipe', 'Best recipe']] as const) : []),
    ['charts', 'Charts'],
    ['importance', 'What mattered'],
    ['advice', 'What to try next'],
    ['honesty', 'How far to trust this'],
    ['space', 'Search space'],
    ['origin', 'Made by and of'],
    ['again', 'Run it again'],
  ] as const;
  const items = all.map(
    ([id, title]) => html`<li><a href="#${id}">${title}</a></li>
`,
  );
  return html`<nav aria-label="Contents"><ul>
${items}</ul></nav>
`;
}
