import type { FollowEnd } from '../../../app/fleet/following/follow-end.js';
import { EXIT } from '../../../core/errors.js';
import { count } from '../../../core/words/numbers.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { printLeaderboard } from '../../print-leaderboard.js';
import { followedText } from '../../render/fleet/followed.js';
import { commandLine } from '../../text/command-line.js';
import { plainly } from '../../text/plainly.js';
import { createStyle } from '../../text/style.js';

/**
 * Prints how a sweep ended that other machines trained: its leaderboard to stdout, all else to stderr.
 * Returns the exit code, as of a sweep that this machine trained.
 */
export function printFollowed(
  context: CliContext,
  { place, format }: SharedArgs,
  end: FollowEnd,
): number {
  const { out, err } = context;
  const { id, name, counts } = plainly(end.sweep);
  const command = (line: string) => commandLine(context, line, place);
  if (end.how === 'left') {
    err.write(
      `Sweep ${id} (${name}) goes on. Follow it again with: ${command(`follow ${id}`)}\nStop it with: ${command(`pause ${id}`)}, or ${command(`cancel ${id}`)}\n`,
    );
    return EXIT.interrupted;
  }
  if (end.how === 'held') {
    const [done, next] =
      end.wanted === 'pause'
        ? ['paused', `Continue with: ${command(`resume ${id}`)}`]
        : ['cancelled', `Rank what has ended with: ${command(`leaderboard ${id}`)}`];
    err.write(
      `Sweep ${id} (${name}) was ${done}, with ${count(counts.queued, 'trial')} queued.\n${next}\n`,
    );
    return EXIT.interrupted;
  }
  printLeaderboard(out, format, end.leaderboard);
  err.write(followedText(plainly(end), command, createStyle(err.colors)));
  return end.sweep.state === 'finished' ? EXIT.done : EXIT.machine;
}
