import type { Log, Queue, Readings } from '../port.js';

/** All methods of the store's ports but the lock's; each table's module brings some. */
export type Methods = Omit<Queue, 'lock' | 'unlock'> & Log & Readings;
