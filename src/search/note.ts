/** What a sampler or a pruner has to say of the sweep file that names it. */
export interface Note {
  /** Keys from the file's top. */
  readonly path: readonly string[];
  readonly message: string;
  /** True: the sweep can run all the same. */
  readonly warning?: boolean;
}
