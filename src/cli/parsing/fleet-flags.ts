/** Flags of commands that hand a sweep to machines that share their work. */
export const FLEET_FLAGS = {
  detach: {
    type: 'boolean',
    default: false,
    describe: 'With --store: do not follow the sweep to its end',
  },
  priority: {
    type: 'number',
    describe: 'With --store: weight among sweeps that want machines, 1 to 100; default: 10',
  },
  budget: {
    type: 'string',
    describe: 'With --store: device time that it may take, such as 2gpuh; default: any',
  },
} as const;
