/** What a length of time is counted in: `minutes`. */
export function unitOfTime(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 180) return { name: 'seconds', seconds: 1 };
  if (seconds < 3 * 3600) return { name: 'minutes', seconds: 60 };
  return seconds < 72 * 3600 ? { name: 'hours', seconds: 3600 } : { name: 'days', seconds: 86_400 };
}
