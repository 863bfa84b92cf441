import { basename, relative } from 'node:path';
import type { EndedSweep } from '../../app/sweeps/sweep-end.js';
import type { CohortWork } from '../../core/cohort-work.js';
import { isUrl } from '../../core/places/place.js';
import { count, grouped } from '../../core/words/numbers.js';
import { precisionHint } from '../text/precision-hint.js';
import type { Style } from '../text/style.js';
import { duration } from '../text/units.js';

/**
 * After a run: what went wrong, what took how long, where everything lies, what to do next.
 * `command` makes a command line that the user can type.
 */
export function endingText(
  end: EndedSweep,
  cwd: string,
  command: (line: string) => string,
  style: Style,
): string {
  const { result } = end;
  return [
    ...(result.state === 'finished' ? [] : [`\n${capital(result.message)}.\n`]),
    failuresText(result.counts.failed, end.failure, command),
    withoutWeights(end, command),
    `\n${summaryLines(end, cwd, command, style).join('\n')}\n`,
  ].join('');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function failuresText(
  failed: number,
  failure: EndedSweep['failure'],
  command: (line: string) => string,
): string {
  if (failed === 0) return '';
  const why = failure?.message ? `, the first with: ${failure.message}` : '';
  const more = failure ? `\`${command(`show ${failure.trialId}`)}\` has the details.\n` : '';
  return `\n${count(failed, 'trial')} failed${why}\n${more}`;
}

function withoutWeights({ without, leaderboard }: EndedSweep, command: (line: string) => string) {
  if (without.length === 0) return '';
  const trials = without.length === 1 ? `trial ${without[0]}` : `trials ${without.join(', ')}`;
  const again = command(`resume ${leaderboard.sweep.id} --retry-failed`);
  return `\nThe weights of ${trials} could not be kept; \`${again}\` trains again what lacks them.\n`;
}

function summaryLines(
  end: EndedSweep,
  cwd: string,
  command: (line: string) => string,
  { bold }: Style,
): readonly string[] {
  const { seconds, backend, files } = end;
  const near = (file: string) => {
    if (isUrl(file)) return file;
    const path = relative(cwd, file);
    return path.startsWith('..') ? file : path;
  };
  const best = end.leaderboard.rows.find(({ rank }) => rank === 1)?.trial;
  // Its network may lack: what it was trained from is gone.
  const isThere = files.some((file) => basename(file) === `trial-${best}.safetensors`);
  const next = nextLines(best, isThere, command);
  const hint = precisionHint(backend, end.leaderboard.sweep.spec);
  return [
    `Times: download ${duration(seconds.download)}, images ${duration(seconds.images)}, training ${duration(seconds.training)}`,
    `Backend: ${backend.backend} (${backend.device}), ${count(end.workers, 'worker')}`,
    ...(end.sharing ? [savedLine(end.result.work)] : []),
    ...programsLines(end.result.work),
    `Results: ${near(end.database)}`,
    ...files.map((file, f) => `${f === 0 ? 'Weights: ' : '         '}${near(file)}`),
    ...(next.length > 0 ? [bold('Next')] : []),
    ...next,
    ...(hint === null ? [] : [hint]),
  ];
}

/** What can be done with the best trial, if there is one; `isKept`: its weights are there. */
export function nextLines(
  best: number | undefined,
  isKept: boolean,
  command: (line: string) => string,
): readonly string[] {
  if (best === undefined) return [];
  const steps = [
    [`show ${best}`, 'its recipe and learning curve'],
    ...(isKept
      ? [
          [`test ${best}`, 'its accuracy on the test split'],
          [`predict ${best} IMAGE`, 'classify images with it'],
        ]
      : []),
  ] as const;
  return steps.map(([line, what]) => `  ${command(line!)}  ${what}`);
}

/** Image passes done, beside those of training each trial alone. */
function savedLine({ trunk, trunkAlone, trained, trainedAlone }: CohortWork): string {
  const of = (done: number, alone: number) => `${grouped(done)} of ${grouped(alone)}`;
  return `Sharing: ${of(trunk, trunkAlone)} image passes through frozen layers, ${of(trained, trainedAlone)} through trained ones`;
}

/** What a device compiled; on all workers together. */
function programsLines({ compiled }: CohortWork): readonly string[] {
  return compiled
    ? [`Programs: ${compiled.programs} compiled in ${duration(compiled.seconds)}`]
    : [];
}
