/** Whether a file or folder is none of the user's: hidden, or left by a system or a tool. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || LEFT_BY_TOOLS.has(name.toLowerCase());
}

const LEFT_BY_TOOLS: ReadonlySet<string> = new Set([
  '__macosx',
  '__pycache__',
  '@eadir',
  '@recycle',
  '#recycle',
  '#snapshot',
  '$recycle.bin',
  'desktop.ini',
  'lost+found',
  'system volume information',
  'thumbs.db',
]);
