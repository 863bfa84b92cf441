import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand, tail } from '../../../machine/children/run-command.js';
import { InterruptedError } from '../../interrupted.js';

/**
 * Draws SVG as PNG into a file, in a process of its own.
 *
 * @param folder An empty one, for what is needed meanwhile.
 * @throws {InterruptedError}
 */
export async function drawPng(
  svg: string,
  png: string,
  {
    scale,
    folder,
    signal,
  }: { readonly scale: number; readonly folder: string; readonly signal: AbortSignal },
): Promise<void> {
  const source = join(folder, 'picture.svg');
  writeFileSync(source, svg);
  const task = JSON.stringify({ svg: source, png, scale, folder });
  const result = await runCommand(process.execPath, [ENTRY, task], { signal });
  if (signal.aborted) throw new InterruptedError('Interrupted.');
  if (result.code !== 0) throw new Error(`The picture was not drawn: ${tail(result).join('\n')}`);
}

const ENTRY = fileURLToPath(new URL('../../../../bin/draw-png.js', import.meta.url));
