import { signal } from '@preact/signals';

/** What keys do to the rows of the page's table. Each false: there is nothing to do it to. */
export interface MainRows {
  move(by: number): boolean;
  open(): boolean;
  select(): boolean;
}

export const mainRows = signal<MainRows | null>(null);
