import type { FollowedSweep } from '../../../app/fleet/following/follow-end.js';
import type { Style } from '../../text/style.js';
import { duration } from '../../text/units.js';
import { capital, failuresText, nextLines } from '../sweep-ending.js';

/** After a sweep that other machines trained: what went wrong, where everything lies, what is next. */
export function followedText(
  end: FollowedSweep,
  command: (line: string) => string,
  { bold }: Style,
): string {
  const { sweep, message, failure, leaderboard, store, deviceSeconds, kept } = end;
  const best = leaderboard.rows.find(({ rank }) => rank === 1)?.trial;
  const next = nextLines(best, best !== undefined && kept.includes(best), command);
  const lines = [
    ...(deviceSeconds === null ? [] : [`Device time: ${duration(deviceSeconds)}`]),
    `Results: ${store}`,
    ...(next.length > 0 ? [bold('Next'), ...next] : []),
  ];
  return [
    ...(sweep.state === 'finished' ? [] : [`\n${capital(message)}.\n`]),
    failuresText(sweep.counts.failed, failure, command),
    `\n${lines.join('\n')}\n`,
  ].join('');
}
