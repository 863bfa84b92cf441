/**
 * Of the XML that S3 answers with, what is read here: elements without attributes, whose content is
 * ours or plain (keys of blobs, ids, numbers, times). Undefined: there is no such element.
 */
export function textIn(xml: string, element: string): string | undefined {
  const [, text] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
  return text === undefined ? undefined : unescaped(text);
}

/** The inside of each element of that name. */
export function allIn(xml: string, element: string): readonly string[] {
  const found = xml.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'));
  return Array.from(found, ([, inside]) => inside!);
}

export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark]!);
}

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos|#34|#39);/g, (_, name: string) => MARKS[name]!);
}

const MARKS: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ '#34': '"', '#39': "'" },
};
