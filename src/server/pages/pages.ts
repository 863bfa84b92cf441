import { readFileSync } from 'node:fs';
import { type Answer, type Prepared, prepare } from '../http/respond.js';

/** What a browser is given to show: a list made at the start, so that no address leads to a file. */
export interface Pages {
  /** By address. */
  readonly files: ReadonlyMap<string, Prepared>;
  /** Of every page: the script shows the one that the address names. */
  readonly html: Prepared;
}

/** Reads the built pages. `folder`: `dist/pages/`. @throws the file system's error: not built. */
export function readPages(folder: URL): Pages {
  const { script, style } = JSON.parse(
    readFileSync(new URL('files.json', folder), 'utf8'),
  ) as Files;
  const file = (name: string, type: Answer['type']) => {
    const body = readFileSync(new URL(name, folder));
    return [`/pages/${name}`, prepare({ type, body, isFixed: true })] as const;
  };
  return {
    files: new Map([file(script, 'text/javascript'), file(style, 'text/css')]),
    html: prepare({ type: 'text/html', body: html(script, style) }),
  };
}

/** As bin/build-pages.js writes it. */
interface Files {
  readonly script: string;
  readonly style: string;
}

/** Addresses that a page may have. */
export function isPage(path: string): boolean {
  return /^\/(?!\/)[\w/-]*$/.test(path);
}

function html(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Thaw</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/pages/${style}">
<script type="module" src="/pages/${script}"></script>
</head>
<body></body>
</html>
`;
}
