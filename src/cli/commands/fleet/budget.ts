import { defineCommand } from '../../parsing/command.js';

export const budgetCommand = defineCommand({
  usage: 'budget <action> [owner] [time]',
  summary: 'List what device time users may take in all, or set it',
  positionals: {
    action: { choices: ['list', 'set', 'remove'], demandOption: true, describe: 'What to do' },
    owner: { type: 'string', describe: 'Whose, as their tokens say' },
    time: { type: 'string', describe: 'set: device time in all, such as 100gpuh' },
  },
  flags: {
    team: { type: 'string', describe: 'Team; default: what THAW_TEAM holds, else default' },
  },
  examples: [
    ['budget set ann 100gpuh --store postgres://thaw@db.example/thaw', 'From now on'],
    ['budget list --store https://thaw.example', 'Of your team, through a gateway'],
    ['budget remove ann', 'She may take any again'],
  ],
  load: () => import('../../actions/fleet/budget.js'),
});
