import type { QueueOptions } from '../../../sweep/sweep-parts.js';
import {
  type ActiveSweep,
  type Capacity,
  capacityOf,
  type FleetView,
  NOBODY,
} from './fleet-view.js';

/** What the sweeps of this process may have in hand, as rows said when they were last read. */
export interface Capacities {
  readonly view: FleetView;
  /** Tells the sweeps whose part has changed. */
  update(view: FleetView): void;
  of(sweep: Pick<ActiveSweep, 'id' | 'team' | 'backend'>): QueueOptions;
}

export function createCapacities(): Capacities {
  let view = NOBODY;
  const listeners = new Set<() => void>();

  return {
    get view() {
      return view;
    },
    update(now) {
      view = now;
      for (const listener of [...listeners]) listener();
    },
    of(sweep) {
      let known: { readonly view: FleetView; readonly capacity: Capacity } | undefined;
      const now = (): Capacity => {
        if (known?.view !== view) known = { view, capacity: capacityOf(view, sweep) };
        return known.capacity;
      };
      return {
        get lanes() {
          return now().lanes;
        },
        get limits() {
          return now().limits;
        },
        get ahead() {
          return now().ahead;
        },
        onChange(listener) {
          let was = now();
          const look = () => {
            const is = now();
            if (is.lanes !== was.lanes || is.ahead !== was.ahead) listener();
            was = is;
          };
          listeners.add(look);
          return () => listeners.delete(look);
        },
      };
    },
  };
}
