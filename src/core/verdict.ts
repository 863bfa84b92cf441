/** What becomes of a trial after an epoch. */
export type Verdict = 'continue' | 'stop';
