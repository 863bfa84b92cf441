import { cpus } from 'node:os';

/** The processor's model, as it names itself. */
export function processorName(): string {
  return cpus()[0]?.model.trim() || process.arch;
}
