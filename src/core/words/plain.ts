/** Control characters that a name from a file or folder could smuggle to the terminal, removed. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
