import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** The sweep that the page belongs to; null: none, or not known yet. */
export const currentSweep = signal<number | null>(null);

/** Says which sweep a page belongs to whose address does not: that of a trial. */
export function useSweepOf(sweep: number | null): void {
  useEffect(() => {
    if (sweep !== null) currentSweep.value = sweep;
  }, [sweep]);
}
