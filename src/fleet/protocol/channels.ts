/**
 * What PostgreSQL's NOTIFY wakes gateways with, so that nobody waits for the next look; whoever
 * listens also looks now and then, as a notice may be lost.
 */
export const channels = {
  /** A lease has new messages, or has ended; payload: its id. For the sweep's conductor. */
  told: 'thaw_told',
  /** A lease has new answers, or hears something else at its next beat; payload: its id. */
  answered: 'thaw_answered',
  /** A sweep was submitted, or something else is wanted of it; payload: its id. */
  wanted: 'thaw_wanted',
} as const;
