import type { TrialDocument } from '../../results/documents/trial.js';

/** A command to copy, and what it does. */
export interface Command {
  readonly line: string;
  readonly does: string;
}

/** What can be done with a trial as it stands. */
export function trialCommands(trial: TrialDocument): readonly Command[] {
  const { trial: id, sweep, state, checkpoint, weights } = trial;
  const own = String(id);
  const kept = checkpoint !== null || weights !== null;
  return [
    { line: commandLine('show', own), does: 'All of this in the terminal' },
    ...(kept
      ? [
          { line: commandLine('predict', own, 'photos/'), does: 'Classify images of yours' },
          { line: commandLine('export', own), does: 'Write its network to a file' },
          { line: commandLine('test', own), does: 'Measure it once on the test split' },
        ]
      : []),
    ...(state === 'queued'
      ? [{ line: commandLine('resume', String(sweep)), does: 'Train what remains of its sweep' }]
      : []),
    ...(state === 'failed'
      ? [
          {
            line: commandLine('resume', String(sweep), '--retry-failed'),
            does: 'Run what failed in its sweep once more',
          },
        ]
      : []),
  ];
}

/** A line for a POSIX shell, in which each word means itself. */
export function commandLine(...words: readonly string[]): string {
  return ['thaw', ...words].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
