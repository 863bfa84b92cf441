import type { ExportedTrial } from './sweep-results.js';

/**
 * When each report of a trial came, in milliseconds since 1970. That is not kept: the time from its
 * start to its end is divided by the reports' own seconds; of one that goes on, those are added up.
 */
export function reportTimes({
  reports,
  startedAt,
  endedAt,
}: Pick<ExportedTrial, 'reports' | 'startedAt' | 'endedAt'>): readonly number[] {
  const start = startedAt?.getTime() ?? 0;
  const own = reports.map(({ seconds }) => (seconds > 0 ? seconds : 0));
  const total = own.reduce((sum, seconds) => sum + seconds, 0);
  let passed = 0;
  return own.map((seconds, place) => {
    passed += seconds;
    if (!endedAt) return Math.round(start + 1000 * passed);
    const share = total > 0 ? passed / total : (place + 1) / own.length;
    return Math.round(start + share * (endedAt.getTime() - start));
  });
}
