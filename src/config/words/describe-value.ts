/** A value in a message: what came where something else was expected. */
export function describeValue(value: unknown): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `the list ${brief(value)}`;
  if (typeof value === 'object') return `the map ${brief(value)}`;
  if (typeof value === 'string') return `the text ${brief(value)}`;
  if (typeof value === 'number') return nameOfNumber(value);
  return String(value);
}

/** Why a text is no number, if it looks like one: `; remove the quotes` and kin, or nothing. */
export function numberHint(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = value.trim();
  if (text !== '' && Number.isFinite(Number(text))) return `; write ${text} without quotes`;
  if (/^[-+]?\d+,\d+$/.test(text)) return `; decimals take a point: ${text.replace(',', '.')}`;
  if (/^[-+]?[\d.]+%$/.test(text)) return `; as a fraction: ${Number.parseFloat(text) / 100}`;
  const python = /^([-+]?[\d.]+)\s*(?:\*\*|\^)\s*\(?([-+]?\d+)\)?$/.exec(text);
  if (python) return `; write the number itself: ${Number(python[1]) ** Number(python[2])}`;
  if (/^[-+]?[\d_ ]+$/.test(text)) return `; write ${text.replace(/[_ ]/g, '')}`;
  return '';
}

/** `a, b or c`. */
export function oneOf(names: readonly unknown[]): string {
  const texts = names.map(String);
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function nameOfNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN, which is not a number';
  return Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}infinity`;
}
