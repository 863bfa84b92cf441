import { relative } from 'node:path';
import { type ReadChart, readChart } from '../../../app/pictures/charts/read-chart.js';
import {
  chartSvg,
  checkEnding,
  isPng,
  type PictureWanted,
  writeChart,
} from '../../../app/pictures/charts/write-chart.js';
import { look } from '../../../app/pictures/look.js';
import { trialImages } from '../../../app/pictures/trial-images.js';
import { backendOf } from '../../../app/trials/backend-of.js';
import { terminalFrame } from '../../../charts/terminal.js';
import { UsageError } from '../../../core/errors.js';
import type { PlotDocument } from '../../../results/documents/outcomes.js';
import { openTrained } from '../../../results/open-trained.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import { type ChartArgs, chartOptionsOf } from '../../parsing/chart-options.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';
import { renderChart } from '../../render/pictures/chart.js';
import { renderChartKinds } from '../../render/pictures/chart-kinds.js';
import { showsUnicode } from '../../render/pictures/shows-unicode.js';
import { createStyle } from '../../text/style.js';
import { withResults } from '../../with-results.js';

interface PlotArgs extends SharedArgs, ChartArgs {
  readonly kind: string | undefined;
  readonly of: readonly string[];
  readonly output: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly scale: number;
  readonly dark: boolean;
  readonly ascii: boolean | undefined;
}

export async function run(args: PlotArgs, context: CliContext): Promise<void> {
  const { kind, of: names, output, place } = args;
  if (kind === undefined) throw new UsageError(['Name what to draw.', ...kindLines()]);
  const wanted = pictureOf(args);
  const file = output === undefined || output === '-' ? undefined : pathOf(context, output);
  if (file !== undefined) checkEnding(file);
  const request = { kind, names, options: chartOptionsOf(args) };
  await atWork(context, { notice: 'Stopping ...', place }, async (world, observer) => {
    const chart = await withResults(
      context,
      place,
      'read',
      (database) =>
        readChart(database, request, {
          look: ({ sweep: { spec } }) =>
            look(world, { spec, skipBad: true, trial: null }, observer),
          async images({ trials: [trial = ''] = [] }) {
            const trained = await openTrained(database, trial);
            return trialImages(
              world,
              trained,
              backendOf(world, trained.sweep, undefined),
              observer,
            );
          },
        }),
      observer,
    );
    if (output === '-') context.out.write(chartSvg(chart, wanted));
    else if (file === undefined) show(chart, args, context);
    else {
      await writeChart(world, chart, file, wanted);
      print<PlotDocument>(
        context.out,
        args.format,
        { kind, file },
        {
          json: (document) => document,
          text: (written) => `Wrote ${relative(context.cwd, written.file) || written.file}\n`,
        },
      );
    }
  });
}

/** In the terminal, or as the scene and its numbers. */
function show({ chart, draw }: ReadChart, args: PlotArgs, { out, env }: CliContext): void {
  const { format, width, height, ascii = !showsUnicode(env, process.platform) } = args;
  if (format === 'table') {
    if (width !== undefined || height !== undefined) {
      throw new UsageError('--width and --height are those of a file: name one with -o.');
    }
    const columns = Math.min(out.columns(), MOST_COLUMNS);
    const scene = draw(terminalFrame(columns, ROWS));
    out.write(renderChart(scene, columns, createStyle(out.colors), ascii));
    return;
  }
  const scene = draw({ ...chart.frame, ...frameOf(args) });
  print(out, format, scene, {
    json: (drawn) => drawn,
    csv: ({ table }) => ({ header: table.columns, rows: table.rows }),
    text: () => '',
  });
}

const ROWS = 22;
const MOST_COLUMNS = 160;

/** @throws {UsageError} */
function pictureOf(args: PlotArgs): PictureWanted {
  const { scale, dark, output } = args;
  const frame = frameOf(args);
  if (!(scale >= 0.5 && scale <= 8)) {
    throw new UsageError(`--scale expects a number from 0.5 to 8; not ${scale}.`);
  }
  const largest = Math.max(frame.width ?? 0, frame.height ?? 0) * scale;
  if (output !== undefined && isPng(output) && largest > MOST_PIXELS) {
    throw new UsageError(
      `A PNG is at most ${MOST_PIXELS} pixels wide and high; --width or --height times --scale gives ${largest}.`,
    );
  }
  return { frame, scheme: dark ? 'dark' : 'light', scale };
}

function frameOf({ width, height }: PlotArgs): PictureWanted['frame'] {
  return {
    ...(width === undefined ? {} : { width: sideOf('width', width) }),
    ...(height === undefined ? {} : { height: sideOf('height', height) }),
  };
}

/** @throws {UsageError} too small for axes, or larger than anything can show. */
function sideOf(flag: string, side: number): number {
  if (Number.isInteger(side) && side >= 200 && side <= 10_000) return side;
  throw new UsageError(`--${flag} expects a whole number from 200 to 10000; not ${side}.`);
}

/** A quarter of a gigabyte while it is drawn. */
const MOST_PIXELS = 8192;

function kindLines(): readonly string[] {
  return renderChartKinds().trim().split('\n');
}
