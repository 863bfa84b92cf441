/**
 * Whether a terminal shows more than ASCII: by the locale, as POSIX has it (LC_ALL, else LC_CTYPE, else
 * LANG). On Windows there is none: consoles of today do.
 */
export function showsUnicode(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale ? /utf-?8/i.test(locale) : platform === 'win32' || platform === 'darwin';
}
