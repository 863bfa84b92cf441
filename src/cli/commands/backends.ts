import { UsageError } from '../../core/errors.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { commandLine } from '../command-line.js';
import type { CliContext } from '../context.js';
import { watchInterrupts } from '../interrupts.js';
import { type BackendLook, lookAtBackends } from '../look-at-backends.js';
import { defineCommand } from '../parsing/command.js';
import type { Format } from '../parsing/shared-flags.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { bytes } from '../render/units.js';

export const backendsCommand = defineCommand({
  usage: 'backends [action] [name]',
  summary: 'List tensor libraries: which work here, how fast; or install one',
  positionals: {
    action: { choices: ['install'], describe: 'Build a backend into the cache folder' },
    name: { choices: ['tensorflow'], describe: 'The backend to install' },
  },
  flags: {
    gpu: { type: 'boolean', default: false, describe: 'install: with CUDA (several gigabytes)' },
    measure: { type: 'boolean', default: true, describe: 'Time a forward pass of each' },
  },
  examples: [
    ['backends', 'What works here, each with its speed'],
    ['backends install tensorflow', 'Native TensorFlow: faster than wasm on any machine'],
    ['backends install tensorflow --gpu', 'The same for NVIDIA GPUs'],
  ],
  async run({ action, name, gpu, measure, format }, context) {
    if (action !== undefined) {
      if (name === undefined) {
        throw new UsageError(
          '`thaw backends install` needs a name: `thaw backends install tensorflow`.',
        );
      }
      return install(context, gpu, format);
    }
    const interrupts = watchInterrupts(context, () => context.err.write('Stopping ...\n'));
    try {
      const looks = await lookAtBackends(context, {
        cacheDir: cacheDir(context.env),
        measure,
        signal: interrupts.signal,
      });
      print(looks, format, context);
    } finally {
      interrupts.close();
    }
  },
});

async function install(context: CliContext, gpu: boolean, format: Format): Promise<void> {
  const { installTensorflow } = await import('../../device/install/install-tensorflow.js');
  const folder = await installTensorflow({
    cacheDir: cacheDir(context.env),
    gpu,
    log: (line) => context.err.write(`${line}\n`),
  });
  const { out } = context;
  // `{installed: "tensorflow", folder}`
  if (format === 'json') out.write(renderJson({ installed: 'tensorflow', folder }));
  else if (format === 'csv')
    out.write(renderCsv(['installed', 'folder'], [['tensorflow', folder]]));
  else out.write(`\`${commandLine(context, 'backends')}\` shows how fast it is.\n`);
}

function print(looks: readonly BackendLook[], format: Format, { out }: CliContext): void {
  if (format === 'json') out.write(renderJson(backendsJson(looks)));
  else if (format === 'csv') {
    const rows = backendsJson(looks).backends;
    out.write(
      renderCsv(
        Object.keys(rows[0] ?? {}),
        rows.map((row) => Object.values(row)),
      ),
    );
  } else out.write(renderBackends(looks, out.columns(), createStyle(out.colors).bold));
}

/**
 * `{backends: [{backend, usable, why, device, kind, memory_bytes, version, precisions,
 * images_per_second, summary}]}`, in the order of `auto`'s preference; `images_per_second` is a forward pass at 64 px
 * on one worker. What is not known is null.
 */
export function backendsJson(looks: readonly BackendLook[]) {
  return {
    backends: looks.map(({ backend, usable, why, info, summary }) => ({
      backend,
      usable,
      why,
      device: info?.device ?? null,
      kind: info?.kind ?? null,
      memory_bytes: info?.memoryBytes ?? null,
      version: info?.version ?? null,
      precisions: info?.precisions ?? null,
      images_per_second: info?.imagesPerSecond ?? null,
      summary,
    })),
  };
}

function renderBackends(
  looks: readonly BackendLook[],
  width: number,
  bold: (text: string) => string,
): string {
  const rows = looks.map(({ backend, usable, why, info, summary }) => [
    backend,
    usable ? 'yes' : 'no',
    info?.imagesPerSecond ? info.imagesPerSecond.toFixed(1) : '-',
    info?.memoryBytes ? bytes(info.memoryBytes) : '-',
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
