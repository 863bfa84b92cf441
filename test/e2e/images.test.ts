import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Finished, lineOf, startThaw, thaw } from './thaw.js';

const SWEEP = `
data: {source: ./pics, image_size: 32}
model: {weights: random}
backend: wasm
parameters: {learning_rate: {values: [0.01]}}
`;

/** A folder with a sweep of two classes of four images, and a cache of its own. */
async function openPics() {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-images-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'my.yaml'), SWEEP);
  for (const [c, name] of ['cat', 'dog'].entries()) {
    const place = join(folder, 'pics', 'train', name);
    mkdirSync(place, { recursive: true });
    for (let i = 0; i < 4; i += 1) {
      const background = { r: 60 * i, g: 100 * c, b: 9 };
      const image = sharp({ create: { width: 20, height: 20, channels: 3, background } });
      await image.png().toFile(join(place, `${i}.png`));
    }
  }
  return {
    folder,
    train: join(folder, 'pics', 'train'),
    env: { THAW_CACHE: join(folder, 'cache') },
  };
}

describe.skipIf(process.platform === 'win32')(
  'images on a machine that does not play along',
  () => {
    it('a named pipe among them is refused by name, and left out if asked for', async () => {
      const { folder, train, env } = await openPics();
      spawnSync('mkfifo', [join(train, 'cat', 'pipe.jpg')]);
      const refused = await thaw(['fetch', 'my.yaml'], folder, { env });
      expect(refused.code).toBe(3);
      expect(refused.stderr).toContain(
        '1 image cannot be read: 1 named pipe in train/cat, such as ',
      );
      expect((await thaw(['fetch', 'my.yaml', '--skip-bad'], folder, { env })).code).toBe(0);
    });

    it('a folder that must not be read is named, with exit code 3', async () => {
      const { folder, train } = await openPics();
      chmodSync(join(train, 'dog'), 0);
      const { code, stderr } = await asNobody(['validate', 'my.yaml'], folder);
      chmodSync(join(train, 'dog'), 0o755);
      expect(stderr).toContain(
        `Error: ${join(train, 'dog')} cannot be read as a folder of images: permission denied.`,
      );
      expect(code).toBe(3);
    });

    it('so is one within a class, and a file is a broken image', async () => {
      const { folder, train } = await openPics();
      cpSync(join(train, 'cat', '1.png'), join(train, 'cat', 'inner', '1.png'));
      chmodSync(join(train, 'cat', 'inner'), 0);
      const inner = await asNobody(['validate', 'my.yaml'], folder);
      expect(inner.stderr).toContain(`${join(train, 'cat', 'inner')} cannot be read`);
      expect(inner.code).toBe(3);
      rmSync(join(train, 'cat', 'inner'), { recursive: true });
      chmodSync(join(train, 'cat', '1.png'), 0);
      const file = await asNobody(['fetch', 'my.yaml'], folder);
      expect(file.stderr).toContain(`${join(train, 'cat', '1.png')}: permission denied`);
      expect(file.code).toBe(3);
      const without = await asNobody(['fetch', 'my.yaml', '--skip-bad'], folder);
      expect(without.code, without.stderr).toBe(0);
    });

    it.each(['SIGINT', 'SIGTERM'] as const)(
      '%s while they are decoded ends it within seconds',
      async (signal) => {
        const { folder, train, env } = await openPics();
        const large = sharp({
          create: { width: 9000, height: 9000, channels: 3, background: 'red' },
        });
        await large.png({ compressionLevel: 1 }).toFile(join(train, 'cat', 'large-0.png'));
        for (let i = 1; i < 40; i += 1) {
          cpSync(join(train, 'cat', 'large-0.png'), join(train, 'cat', `large-${i}.png`));
        }
        const { process: child, finished } = startThaw(['fetch', 'my.yaml'], folder, { env });
        await lineOf(child.stderr!, /decoding images/);
        const sent = performance.now();
        child.kill(signal);
        const { code } = await finished;
        expect(code).toBe(130);
        expect((performance.now() - sent) / 1000).toBeLessThan(10);
      },
    );
  },
);

/** The program as a user whom files can be kept from: root reads all. */
async function asNobody(args: readonly string[], cwd: string): Promise<Finished> {
  const isRoot = process.getuid?.() === 0;
  const bin = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
  const cache = mkdtempSync(join(tmpdir(), 'thaw-nobody-'));
  chmodSync(cache, 0o777);
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, THAW_CACHE: cache, HOME: cache },
    ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...text };
}
