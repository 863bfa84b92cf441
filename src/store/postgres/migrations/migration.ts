/** One step of the database's shape, both ways. Runs in a transaction with `thaw` as its schema. */
export interface Migration {
  readonly name: string;
  readonly up: string;
  /** Takes `up` back; what only it had room for is lost. */
  readonly down: string;
}
