import { z } from 'zod';
import type { FleetAgent, FleetBudget, FleetDocument, FleetSweep } from '../fleet-document.js';
import { anyNumber, progress, text, whole } from './parts.js';

const name = text(1000);

const agent: z.ZodType<FleetAgent> = z.object({
  id: name,
  name,
  host: name,
  device: name,
  backend: name,
  state: z.enum(['idle', 'working', 'draining', 'silent', 'gone']),
  seenAgo: anyNumber,
  lease: z
    .object({
      sweepId: whole,
      sweep: name,
      trials: z.array(whole),
      runningFor: anyNumber,
      progress: progress.nullable(),
    })
    .nullable(),
});

const sweep: z.ZodType<FleetSweep> = z.object({
  id: whole,
  name,
  owner: name,
  wanted: z.enum(['run', 'pause', 'cancel']),
  priority: whole,
  running: whole,
  queued: whole,
  secondsUsed: anyNumber,
  budgetSeconds: anyNumber.nullable(),
  waitsFor: text(10_000).nullable(),
});

const budget: z.ZodType<FleetBudget> = z.object({
  owner: name,
  secondsUsed: anyNumber,
  seconds: anyNumber,
});

/** As a gateway tells it to whoever asks. */
export const fleetSchema: z.ZodType<FleetDocument> = z.object({
  team: name,
  agents: z.array(agent),
  sweeps: z.array(sweep),
  budgets: z.array(budget),
});
