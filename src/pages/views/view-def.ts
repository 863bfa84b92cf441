import type { ComponentType } from 'preact';

/** A page. A new one is a file here and a line in `index.ts`. */
export interface ViewDef {
  /** `:sweep` and `:trial` stand for ids. */
  readonly path: string;
  readonly title: string;
  /** Opens it after `g`, from wherever its sweep is known. */
  readonly key?: string;
  /** `id`: of the sweep or the trial in its path; 0 where it has none. */
  readonly component: ComponentType<{ readonly id: number }>;
}
