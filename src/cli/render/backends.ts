import { byteText } from '../../core/words/byte-text.js';
import { count } from '../../core/words/numbers.js';
import type { BackendLook, BackendsLook } from '../../results/documents/backends.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';

/** Backends as a person reads them: which work here, on what, and how fast. */
export function renderBackends(
  { looks, seconds }: BackendsLook,
  width: number,
  { bold }: Style,
): string {
  const columns = [
    { title: 'backend' },
    { title: 'works' },
    { title: 'memory', align: 'right' },
    { title: 'free', align: 'right' },
    { title: 'device, or why not', wrap: true },
  ] as const;
  const hasGpus = looks.some(({ gpu }) => gpu !== null);
  const shown = columns.filter(({ title }) => title !== 'free' || hasGpus);
  const rows = looks.map((look) => {
    const { backend, usable, gpu, info } = look;
    const memory = bytesOf(gpu?.memoryBytes ?? info?.memoryBytes);
    const free = hasGpus ? [bytesOf(gpu?.freeBytes)] : [];
    return [backend, usable ? 'yes' : 'no', memory, ...free, deviceOf(look)];
  });
  return renderTable(shown, rows, width, bold) + rates(looks, seconds, width, bold);
}

function deviceOf({ gpu, usable, info, why, summary }: BackendLook): string {
  const versions = [
    info?.version,
    gpu?.driver && `driver ${gpu.driver}`,
    info?.libraries?.cuda && `CUDA ${info.libraries.cuda}`,
    info?.libraries?.cudnn && `cuDNN ${info.libraries.cudnn}`,
  ];
  const said = usable ? versions.filter(Boolean).join(', ') : (why ?? summary);
  if (gpu) return `GPU ${gpu.index}: ${gpu.name}, ${gpu.id}, ${said}`;
  return info ? `${info.device}, ${said}` : said;
}

/** Empty: nothing was measured. */
function rates(
  looks: readonly BackendLook[],
  seconds: number | null,
  width: number,
  bold: Style['bold'],
): string {
  const rows = looks.flatMap(({ backend, gpu, info }) => {
    if (!info?.rates) return [];
    const cells = info.rates.flatMap(({ forward, training }) => [fast(forward), fast(training)]);
    return [[gpu ? `${backend}, GPU ${gpu.index}` : backend, ...cells]];
  });
  if (rows.length === 0) return '';
  const titles = ['64 px forward', 'training', '224 px forward', 'training'];
  const columns = [
    { title: 'images/s' },
    ...titles.map((title) => ({ title, align: 'right' as const })),
  ];
  const took = seconds === null ? '' : ` Timed in ${count(Math.ceil(seconds), 'second')}.`;
  return `\n${renderTable(columns, rows, width, bold)}ResNet50, all layers, one worker, float32.${took}\n`;
}

function fast(imagesPerSecond: number): string {
  return imagesPerSecond.toFixed(imagesPerSecond < 100 ? 1 : 0);
}

function bytesOf(bytes: number | null | undefined): string {
  return bytes ? byteText(bytes) : '-';
}
