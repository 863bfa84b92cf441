import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where `THAW_CHROMIUM` says, or on the PATH; undefined: this machine has none. */
function findChromium(): string | undefined {
  const { THAW_CHROMIUM, PATH = '' } = process.env;
  if (THAW_CHROMIUM) return THAW_CHROMIUM;
  return PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(existsSync);
}

const found = findChromium();

/** Tests in a browser: left out, with a word, where there is none and none is required. */
export function describeInBrowser(what: string, tests: () => void): void {
  if (found !== undefined || process.env.THAW_REQUIRE_CHROMIUM === '1') {
    describe(what, tests);
    return;
  }
  describe.skip(`${what} (no Chromium: install it, or say with THAW_CHROMIUM where it is)`, tests);
}

export function launchBrowser(): Promise<Browser> {
  if (found === undefined) {
    throw new Error(
      'THAW_REQUIRE_CHROMIUM=1, but there is no Chromium on the PATH or at THAW_CHROMIUM',
    );
  }
  // Its sandbox needs rights that containers and root do not have; only our own pages are opened.
  return chromium.launch({
    executablePath: found,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
