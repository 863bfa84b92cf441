import { xmlText } from '../../charts/drawing/xml-text.js';

/** HTML that is safe to be in a page: made by `html` alone, so that no text becomes markup unseen. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | null | readonly Part[];

/** A piece of HTML; what is put into it is text, unless it is `Markup` itself. Null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = texts.reduce((all, text, i) => `${all}${asMarkup(parts[i - 1] ?? null)}${text}`);
  return { markup };
}

/** Text that keeps its lines. */
export function lines(text: string): Markup {
  return {
    markup: text
      .split(/\r\n|[\r\n]/)
      .map(xmlText)
      .join('\n'),
  };
}

/** Text that this program wrote itself: a style sheet, a script, a picture. */
export function trusted(markup: string): Markup {
  return { markup };
}

function asMarkup(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return xmlText(String(part));
  return 'markup' in part ? part.markup : part.map(asMarkup).join('');
}
