import type { Log, Queue, Readings } from '../port.js';

/** A port as SQLite has it: every call is done when it returns. */
type Done<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (
    ...args: infer Args
  ) => Promise<infer Result>
    ? (...args: Args) => Result
    : never;
};

/** All methods of the store's ports but the lock's; each table's module brings some. */
export type Methods = Done<Omit<Queue, 'lock' | 'unlock'>> & Done<Log> & Done<Readings>;
