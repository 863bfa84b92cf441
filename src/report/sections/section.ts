import { html, type Markup } from '../markup/markup.js';

/** A part of the report with its heading. */
export function section(id: string, title: string, ...content: readonly (Markup | null)[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

export function paragraphs(texts: readonly string[]): Markup {
  return html`${texts.map(
    (text) => html`<p>${text}</p>
`,
  )}`;
}
