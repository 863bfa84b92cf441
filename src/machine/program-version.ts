import { readFileSync } from 'node:fs';

/** This program's version, as its package says. */
export function programVersion(): string {
  return manifest().version;
}

/** The versions of Node that it is made for, as npm spells ranges. */
export function supportedNodes(): string {
  return manifest().engines.node;
}

function manifest() {
  const file = new URL('../../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as {
    readonly version: string;
    readonly engines: { readonly node: string };
  };
}
