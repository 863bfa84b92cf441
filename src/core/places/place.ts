/** Where results are: what `--db` or `--store` names. */
export interface Place {
  /** What opens it: an absolute path, or a URL with whatever secrets are in it. Never shown. */
  readonly at: string;
  /** How messages and reports call it. */
  readonly name: string;
  /** Absolute path beside which files of it lie on this machine: its own, or as if it were a file here. */
  readonly file: string;
  /** What a gateway knows its user by; null: none was given. Never shown. */
  readonly token: string | null;
}

/** Results in a file on this machine. `path`: absolute. */
export function placeOfFile(path: string): Place {
  return { at: path, name: path, file: path, token: null };
}

/** Whether a place is a URL rather than a path. */
export function isUrl(place: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(place);
}

/** A URL as it may be shown, without password and options. */
export function shownUrl({ protocol, username, host, pathname }: URL): string {
  const user = username === '' ? '' : `${username}@`;
  return `${protocol}//${user}${host}${pathname.replace(/\/$/, '')}`;
}

/** A word for files that belong to what lies at a URL, of its host, port and path. */
export function wordOfUrl({ host, pathname }: URL): string {
  const words = `${host}${pathname}`.toLowerCase().match(/[a-z0-9]+/g);
  return words?.join('-') ?? 'store';
}
