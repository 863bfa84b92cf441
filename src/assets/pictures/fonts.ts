import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { woffToSfnt } from './woff.js';

/**
 * Lays the fonts that pictures are drawn with into `folder`, and a configuration of fontconfig that
 * knows no others; its path. Where a text has letters that they do not have, the machine's own fonts
 * are looked at, too: those letters then look as they do there.
 */
export function fontsFor(text: string, folder: string): string {
  const fonts = join(folder, 'fonts');
  mkdirSync(fonts);
  for (const name of FONTS) {
    const woff = readFileSync(
      fileURLToPath(new URL(`../../../fonts/${name}.woff`, import.meta.url)),
    );
    writeFileSync(join(fonts, `${name}.ttf`), woffToSfnt(woff));
  }
  const folders = [fonts, ...(OTHER_LETTERS.test(text) ? systemFolders() : [])];
  const lines = folders.map((each) => `<dir>${escaped(each)}</dir>`);
  const cache = `<cachedir>${escaped(join(folder, 'cache'))}</cachedir>`;
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<fontconfig>${lines.join('')}${cache}</fontconfig>\n`);
  return file;
}

/** Inter 4, as Fontsource cuts it into scripts (fonts/LICENSE). */
const FONTS = [
  ...['inter-latin-400-normal', 'inter-latin-700-normal', 'inter-latin-ext-400-normal'],
  ...['inter-greek-400-normal', 'inter-cyrillic-400-normal'],
];

/** Other than Latin, Greek, Cyrillic and their punctuation. */
const OTHER_LETTERS =
  /[^\n\u0020-\u024f\u02bb-\u02dc\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2010-\u2027\u20a0-\u20c0\u2122\u2212\ufffd]/u;

function systemFolders(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['/System/Library/Fonts', '/Library/Fonts', join(homedir(), 'Library', 'Fonts')];
  }
  if (process.platform === 'win32') return ['WINDOWSFONTDIR'];
  const own = [join(homedir(), '.fonts'), join(homedir(), '.local', 'share', 'fonts')];
  return ['/usr/share/fonts', '/usr/local/share/fonts', ...own];
}

function escaped(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
