/** A GPU as nvidia-smi lists it. */
export interface Gpu {
  readonly uuid: string;
  readonly name: string;
  readonly memoryBytes: number | null;
  readonly freeBytes: number | null;
  readonly driver: string | null;
  /** `9.0`. */
  readonly computeCapability: string | null;
  /** It is divided: nobody can have it whole. */
  readonly divided: boolean;
}

/** A part of a divided GPU (MIG). */
export interface GpuPart {
  readonly uuid: string;
  /** `3g.20gb`. */
  readonly profile: string;
  /** The GPU's. */
  readonly of: string;
}

/** What `nvidia-smi --query-gpu` is asked for; the last two are unknown to drivers from before 2021. */
export const FIELDS: readonly string[] = [
  ...['uuid', 'name', 'memory.total', 'memory.free', 'driver_version'],
  ...['mig.mode.current', 'compute_cap'],
];

/**
 * Reads `--format=csv,noheader,nounits` of these fields, one GPU a line, in nvidia-smi's order. What
 * is no GPU's line (an error in words) is left out; a field in brackets (`[N/A]`) is not known.
 */
export function parseGpus(text: string): readonly Gpu[] {
  return text.split('\n').flatMap((line) => {
    const fields = line.split(',').map((field) => field.trim());
    const [uuid, name, total, free, driver, mig, capability] = fields;
    if (!uuid?.startsWith('GPU-') || !name) return [];
    const divided = mig === 'Enabled';
    const [memoryBytes, freeBytes] = [bytesOf(total), bytesOf(free)];
    const computeCapability = known(capability);
    return [
      { uuid, name, memoryBytes, freeBytes, driver: known(driver), computeCapability, divided },
    ];
  });
}

/** Reads `nvidia-smi -L`: the parts of divided GPUs, in order. */
export function parseParts(text: string): readonly GpuPart[] {
  let of = '';
  const parts: GpuPart[] = [];
  for (const line of text.split('\n')) {
    of = /^GPU \d+: .*\(UUID: (GPU-[^)]+)\)/.exec(line)?.[1] ?? of;
    const [, profile, uuid] = /^\s+MIG (\S+)\s.*\(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    if (profile && uuid) parts.push({ profile, uuid, of });
  }
  return parts;
}

/** Of MiB. */
function bytesOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) * 2 ** 20 : null;
}

function known(text: string | undefined): string | null {
  return text && !text.startsWith('[') ? text : null;
}
