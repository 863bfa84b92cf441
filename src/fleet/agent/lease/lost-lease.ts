/** A lease is over without its agent: nothing that is told of it counts any more. */
export class LostLease extends Error {
  /** As the end of a sentence. */
  readonly why: string;
  constructor(why: string, options?: ErrorOptions) {
    super(`the lease was lost: ${why}`, options);
    this.why = why;
  }
}
