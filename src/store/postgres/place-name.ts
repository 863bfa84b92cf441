/** A database's place as it may be shown and written down: without a password, or options. */
export function placeName(place: string): string {
  if (!URL.canParse(place)) return 'postgres://';
  const { protocol, username, host, pathname } = new URL(place);
  const user = username === '' ? '' : `${username}@`;
  return `${protocol}//${user}${host}${pathname}`;
}
