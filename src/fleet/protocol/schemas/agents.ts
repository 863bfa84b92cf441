import { z } from 'zod';
import type { BackendInfo } from '../../../core/backend-info.js';
import { PRECISIONS } from '../../../core/recipe.js';
import type { AgentMachine, ClaimRequest, Registration } from '../api.js';
import { amount, named, provenance, whole } from './parts.js';

const info: z.ZodType<BackendInfo> = z.object({
  backend: named,
  device: named,
  deviceId: named.exactOptional(),
  kind: z.enum(['gpu', 'cpu']),
  exact: z.boolean().exactOptional(),
  processor: named,
  threads: whole,
  memoryBytes: amount.nullable(),
  version: named,
  precisions: z.array(z.enum(PRECISIONS)).max(10),
  imagesPerSecond: amount.nullable(),
  rates: z
    .array(z.object({ size: whole, batch: whole, forward: amount, training: amount }))
    .max(100)
    .exactOptional(),
  libraries: z.object({ cuda: named.nullable(), cudnn: named.nullable() }).exactOptional(),
});

const machine: z.ZodType<AgentMachine> = z.object({
  host: named,
  platform: named,
  cores: whole,
  devices: z.int().min(1).max(1024),
  cohortBytes: whole,
  info,
});

export const registrationSchema: z.ZodType<Registration> = z.object({
  name: named,
  machine,
  provenance,
});

export const claimSchema: z.ZodType<ClaimRequest> = z.object({
  waitMs: whole,
  lifeMs: whole.nullable(),
});
