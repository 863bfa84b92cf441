import type { BackendsDocument } from '../../results/documents/backends.js';
import type { Csv } from '../text/csv.js';

export function backendsCsv({ backends }: BackendsDocument): Csv {
  return {
    header: Object.keys(backends[0] ?? {}),
    rows: backends.map((backend) => Object.values(backend)),
  };
}
