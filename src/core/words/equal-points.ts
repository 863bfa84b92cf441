/** `3 of 12 points give the same recipe as another, ...`. */
export function equalPoints({ equal, asked }: { equal: number; asked: number }): string {
  const [give, are] = equal === 1 ? ['gives', 'is'] : ['give', 'are'];
  return `${equal} of ${asked} points ${give} the same recipe as another, and ${are} not trained again`;
}
