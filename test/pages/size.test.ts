import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const PAGES = fileURLToPath(new URL('../../dist/pages/', import.meta.url));
const MOST_KIB = 90;

test(`all pages together are at most ${MOST_KIB} KiB as they travel`, () => {
  const files = readdirSync(PAGES).filter((file) => /\.(?:js|css)$/.test(file));
  const sizes = files.map(
    (file) => gzipSync(readFileSync(`${PAGES}${file}`), { level: 9 }).length / 1024,
  );
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const said = files.map((file, i) => `${file}: ${sizes[i]!.toFixed(1)} KiB`).join(', ');
  expect(files.length, said).toBe(2);
  expect(whole, said).toBeLessThanOrEqual(MOST_KIB);
});
