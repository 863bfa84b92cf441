import { defineCommand } from '../../parsing/command.js';

export const agentCommand = defineCommand({
  usage: 'agent',
  summary: 'Train for a gateway (`thaw serve`) until it is stopped',
  positionals: {},
  flags: {
    server: {
      type: 'string',
      demandOption: true,
      describe: 'Address of the gateway: https://HOST:PORT',
    },
    'insecure-http': {
      type: 'boolean',
      default: false,
      describe: 'Let the token travel unencrypted; for a private network',
    },
    name: { type: 'string', describe: "What `thaw agents` calls it; default: the machine's name" },
    backend: { type: 'string', default: 'auto', describe: 'Tensor library, or auto' },
    devices: { type: 'string', describe: 'GPUs: auto, none, or a list such as 0,1' },
    workers: { type: 'string', describe: 'Cohorts to train at once, or auto' },
    cores: { type: 'number', describe: 'Processor cores to use; default: all' },
    memory: { type: 'string', default: 'auto', describe: 'Memory to use, such as 6GB, or auto' },
    exact: {
      type: 'boolean',
      default: true,
      describe: 'Equal trials have equal bits; --no-exact takes only sweeps that need none',
    },
    work: { type: 'string', describe: 'Folder for what it writes; default: in the cache folder' },
    'drain-on': {
      choices: ['USR1', 'USR2'],
      describe: 'Signal that has it leave, beside SIGTERM and SIGINT',
    },
    'max-lifetime': { type: 'string', describe: 'Leave before so long is over, such as 3h50m' },
    'idle-exit': { type: 'string', describe: 'Leave after so long without work, such as 10m' },
    once: { type: 'boolean', default: false, describe: 'Leave after one cohort' },
  },
  examples: [
    [
      'agent --server https://gw.example:8430 --token-file ~/.thaw-token',
      'With all GPUs there are',
    ],
    [
      'agent --server https://gw.example:8430 --drain-on USR1 --max-lifetime 3h50m',
      'As a job of four hours that is warned by SIGUSR1',
    ],
    ['agent --server http://127.0.0.1:8430 --once', 'One cohort, of a gateway on this machine'],
  ],
  load: () => import('../../actions/fleet/agent.js'),
});
