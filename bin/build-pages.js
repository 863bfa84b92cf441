// Bundles the pages of `thaw dashboard` into dist/pages, named by their contents: a browser may keep
// them for ever, and the server has a fixed list of what there is.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Writes `dist/pages/NAME-HASH.js|css` and `files.json`, which says what they are called:
 * `{"script": "main-ABC.js", "style": "main-DEF.css"}`.
 *
 * @param {string} root of the clone.
 */
async function buildPages(root) {
  const folder = join(root, 'dist', 'pages');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pages = join(root, 'src', 'pages');
  const { metafile } = await build({
    entryPoints: [join(pages, 'main.tsx'), join(pages, 'main.css')],
    outdir: folder,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    absWorkingDir: root,
  });
  const outputs = Object.entries(metafile.outputs);
  const named = (/** @type {string} */ entry) => {
    const [file] = outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(entry));
    return relative(folder, join(root, file));
  };
  const files = { script: named('main.tsx'), style: named('main.css') };
  writeFileSync(join(folder, 'files.json'), `${JSON.stringify(files)}\n`);
}

if (process.argv[2]) await buildPages(resolve(process.argv[2]));
