/** A text as one word of several in a value, which `,`, `:` and `=` part. */
export function asWord(text: string | number): string {
  return encodeURIComponent(text);
}

/** Undoes it; what `asWord` did not write is taken as it is. */
export function ofWord(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** A value as it stands in an address' query: escaped, but for what reads well as it is. */
export function inQuery(value: string): string {
  return encodeURIComponent(value).replace(/%(?:2C|3A|3D|2F)/g, decodeURIComponent);
}
