import { Refusal } from '../../machine/http/refusal.js';
import type { NewTest } from '../../store/gateway/read-request.js';
import type {
  Beat,
  BeatAnswer,
  Claimed,
  ClaimRequest,
  Extension,
  Failure,
  Registered,
  Registration,
  Submission,
  Taken,
  Told,
  Wish,
} from '../protocol/api.js';
import type { FleetDocument } from '../protocol/fleet-document.js';
import type { Caller } from '../tokens/token-gate.js';
import { leave, register } from './agents/agent-rows.js';
import { createAnswers } from './leases/answers.js';
import { beat } from './leases/beat.js';
import { claim } from './leases/claim.js';
import { fail, finish } from './leases/end.js';
import { idleAgents } from './leases/idle-agents.js';
import { report } from './leases/report.js';
import type { GatewayParts } from './parts.js';
import { addTest } from './sweeps/add-test.js';
import { extend } from './sweeps/extend.js';
import { readFleet } from './sweeps/read-fleet.js';
import { remove } from './sweeps/remove.js';
import { submitSweep } from './sweeps/submit.js';
import { wishFor } from './sweeps/wish.js';

/**
 * What a gateway is asked (protocol/api.ts), each answered from the database alone: any gateway
 * answers any of it. What is another team's is refused as if it were not there.
 */
export interface Handlers {
  register(caller: Caller, registration: Registration): Promise<Registered>;
  claim(caller: Caller, agent: string, asked: ClaimRequest, signal: AbortSignal): Promise<Claimed>;
  leave(caller: Caller, agent: string): Promise<void>;
  beat(caller: Caller, lease: string, beat: Beat): Promise<BeatAnswer>;
  report(caller: Caller, lease: string, told: Told, signal: AbortSignal): Promise<Taken>;
  finish(caller: Caller, lease: string, told: Told): Promise<Taken>;
  fail(caller: Caller, lease: string, failure: Failure): Promise<Taken>;
  submit(caller: Caller, submission: Submission): Promise<{ readonly sweepId: number }>;
  wish(caller: Caller, sweepId: number, wanted: Wish): Promise<void>;
  extend(caller: Caller, sweepId: number, extension: Extension): Promise<void>;
  remove(caller: Caller, sweepId: number): Promise<void>;
  addTest(caller: Caller, test: NewTest): Promise<void>;
  fleet(caller: Caller): Promise<FleetDocument>;
  /** Answers all who wait for something; nobody waits from now on. */
  close(): void;
}

export function createHandlers(parts: GatewayParts): Handlers {
  const idle = idleAgents(parts);
  const answers = createAnswers(parts);
  return {
    register: (caller, registration) => register(parts, caller, registration),
    claim: (caller, agent, asked, signal) => claim(parts, idle, caller, agent, asked, signal),
    leave: (caller, agent) => leave(parts, caller, agent),
    beat: (caller, lease, told) => beat(parts, caller, lease, told),
    report: (caller, lease, told, signal) => report(parts, answers, caller, lease, told, signal),
    finish: (caller, lease, told) => finish(parts, caller, lease, told),
    fail: (caller, lease, failure) => fail(parts, caller, lease, failure),
    submit: async (caller, submission) => ({
      sweepId: await submitSweep(parts, caller, submission),
    }),
    async wish({ team }, sweepId, wanted) {
      if (await wishFor(parts, team, sweepId, wanted)) return;
      throw new Refusal(404, `There is no sweep ${sweepId}.`);
    },
    extend: ({ team }, sweepId, extension) => extend(parts, team, sweepId, extension),
    remove: ({ team }, sweepId) => remove(parts, team, sweepId),
    addTest: ({ team }, test) => addTest(parts, team, test),
    fleet: ({ team }) => readFleet(parts, team),
    close() {
      idle.close();
      answers.close();
    },
  };
}
