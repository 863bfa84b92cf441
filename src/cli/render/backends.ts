import { byteText } from '../../core/words/byte-text.js';
import type { BackendLook } from '../../results/documents/backends.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';

/** Backends as a person reads them: which work here, and how fast. */
export function renderBackends(
  looks: readonly BackendLook[],
  width: number,
  { bold }: Style,
): string {
  const rows = looks.map(({ backend, usable, why, info, summary }) => [
    backend,
    usable ? 'yes' : 'no',
    info?.imagesPerSecond ? info.imagesPerSecond.toFixed(1) : '-',
    info?.memoryBytes ? byteText(info.memoryBytes) : '-',
    info ? `${info.device}, ${info.version}` : (why ?? summary),
  ]);
  const table = renderTable(
    [
      { title: 'backend' },
      { title: 'works' },
      { title: 'img/s', align: 'right' },
      { title: 'memory', align: 'right' },
      { title: 'device, or why not', wrap: true },
    ],
    rows,
    width,
    bold,
  );
  return `${table}img/s: ResNet50's forward pass at 64 px, one worker.\n`;
}
