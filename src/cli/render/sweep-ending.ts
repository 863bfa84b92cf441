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
    failures(end, command),
    withoutWeights(end, command),
    `\n${summaryLines(end, cwd, command, style).join('\n')}\n`,
  ].join('');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function failures({ result, failure }: EndedSweep, command: (line: string) => string): string {
  const { failed } = result.counts;
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
  const next = nextSteps(end);
  const hint = precisionHint(backend, end.leaderboard.sweep.spec);
  return [
    `Times: download ${duration(seconds.download)}, images ${duration(seconds.images)}, training ${duration(seconds.training)}`,
    `Backend: ${backend.backend} (${backend.device}), ${count(end.workers, 'worker')}`,
    ...(end.sharing ? [savedLine(end.result.work)] : []),
    ...programsLines(end.result.work),
    `Results: ${near(end.database)}`,
    ...files.map((file, f) => `${f === 0 ? 'Weights: ' : '         '}${near(file)}`),
    ...(next.length > 0 ? [bold('Next')] : []),
    ...next.map(([line, what]) => `  ${command(line)}  ${what}`),
    ...(hint === null ? [] : [hint]),
  ];
}

function nextSteps({
  leaderboard,
  files,
}: EndedSweep): readonly (readonly [line: string, what: string])[] {
  const best = leaderboard.rows.find(({ rank }) => rank === 1)?.trial;
  const show = [`show ${best}`, 'its recipe and learning curve'] as const;
  const test = [`test ${best}`, 'its accuracy on the test split'] as const;
  const predict = [`predict ${best} IMAGE`, 'classify images with it'] as const;
  // Its network may lack: what it was trained from is gone.
  const isThere = files.some((file) => basename(file) === `trial-${best}.safetensors`);
  return [...(best === undefined ? [] : [show]), ...(isThere ? [test, predict] : [])];
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
