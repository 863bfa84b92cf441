import type { Command } from '../parsing/command.js';
import { backendsCommand } from './backends.js';
import { deleteCommand } from './delete.js';
import { exportCommand } from './export.js';
import { extendCommand } from './extend.js';
import { fetchCommand } from './fetch.js';
import { agentCommand } from './fleet/agent.js';
import { agentsCommand } from './fleet/agents.js';
import { budgetCommand } from './fleet/budget.js';
import { cancelCommand } from './fleet/cancel.js';
import { followCommand } from './fleet/follow.js';
import { pauseCommand } from './fleet/pause.js';
import { serveCommand } from './fleet/serve.js';
import { storeCommand } from './fleet/store.js';
import { tokenCommand } from './fleet/token.js';
import { initCommand } from './init.js';
import { adviseCommand } from './insight/advise.js';
import { compareCommand } from './insight/compare.js';
import { importanceCommand } from './insight/importance.js';
import { paretoCommand } from './insight/pareto.js';
import { leaderboardCommand } from './leaderboard.js';
import { dashboardCommand } from './pictures/dashboard.js';
import { lookCommand } from './pictures/look.js';
import { plotCommand } from './pictures/plot.js';
import { reportCommand } from './pictures/report.js';
import { planCommand } from './plan.js';
import { predictCommand } from './predict.js';
import { resumeCommand } from './resume.js';
import { runCommand } from './run.js';
import { showCommand } from './show.js';
import { sweepsCommand } from './sweeps.js';
import { testCommand } from './test.js';
import { doctorCommand } from './upkeep/doctor.js';
import { gcCommand } from './upkeep/gc.js';
import { validateCommand } from './validate.js';

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  initCommand,
  validateCommand,
  lookCommand,
  planCommand,
  fetchCommand,
  runCommand,
  resumeCommand,
  extendCommand,
  leaderboardCommand,
  importanceCommand,
  compareCommand,
  paretoCommand,
  adviseCommand,
  plotCommand,
  sweepsCommand,
  dashboardCommand,
  reportCommand,
  showCommand,
  testCommand,
  exportCommand,
  predictCommand,
  backendsCommand,
  deleteCommand,
  followCommand,
  pauseCommand,
  cancelCommand,
  agentsCommand,
  budgetCommand,
  doctorCommand,
  gcCommand,
  serveCommand,
  tokenCommand,
  agentCommand,
  storeCommand,
];
