import { defineCommand } from '../../parsing/command.js';

export const tokenCommand = defineCommand({
  usage: 'token <action> [id]',
  summary: 'Make, list or revoke tokens, by which a gateway knows agents and users',
  positionals: {
    action: {
      choices: ['create', 'list', 'revoke'],
      demandOption: true,
      describe: 'What to do; all talk to the database (--store postgres://...) itself',
    },
    id: { type: 'string', describe: 'Which to revoke, as `thaw token list` shows it' },
  },
  flags: {
    team: { type: 'string', describe: 'Whose sweeps, agents and results it opens' },
    owner: { type: 'string', describe: 'Who has it, as others see it' },
    role: {
      choices: ['agent', 'user'],
      describe: 'agent: trains; user: submits sweeps and sees results',
    },
    expires: { type: 'string', describe: 'For how long it is good, such as 90d; default: no end' },
  },
  examples: [
    [
      'token create --store postgres://thaw@db.example/thaw --team vision --owner ann --role user',
      'Told this once',
    ],
    ['token list --store postgres://thaw@db.example/thaw', 'Which there are, and when last used'],
    ['token revoke 1a2b3c4d5e6f --store postgres://thaw@db.example/thaw', 'Refused within seconds'],
  ],
  load: () => import('../../actions/fleet/token.js'),
});
