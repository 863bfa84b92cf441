import { Refusal } from '../../../machine/http/refusal.js';
import { exactClass } from '../../protocol/exact-class.js';
import type { LeaseMessage } from '../../protocol/messages.js';
import type { Order } from '../../protocol/order.js';

/** What messages of a lease may say. */
export interface Told {
  readonly order: Pick<Order, 'trials'>;
  /** What its agent registered with; `exactness`: its `exactClass`. */
  readonly agent: { readonly backend: string; readonly exactness: string };
}

/**
 * Refuses what no agent can have come to with this order on its machine: whoever takes it in would
 * fail at it, now and whenever it is tried again.
 *
 * @throws {Refusal}
 */
export function checkMessages(messages: readonly LeaseMessage[], { order, agent }: Told): void {
  const epochs = new Map(order.trials.map(({ trialId, recipe }) => [trialId, recipe.pace.epochs]));
  for (const message of messages) {
    const its = trialsIn(message);
    const foreign = its.find((trial) => !epochs.has(trial));
    if (foreign !== undefined) {
      throw new Refusal(400, `Trial ${foreign} is not one of this lease.`);
    }
    const wrong = faultOf(message, (trial) => epochs.get(trial) ?? 0, agent);
    if (wrong !== null) throw new Refusal(400, wrong);
    if (new Set(its).size < its.length) {
      throw new Refusal(400, 'A message names each trial once.');
    }
  }
}

function faultOf(
  message: LeaseMessage,
  epochsOf: (trialId: number) => number,
  agent: Told['agent'],
): string | null {
  switch (message.type) {
    case 'begin': {
      const { provenance } = message;
      const isIts = exactClass(provenance) === agent.exactness;
      if (isIts && provenance.backend === agent.backend) return null;
      return 'The agent registered with another backend, or another exactness, than it trains on.';
    }
    case 'epoch': {
      if (message.reports.some(({ report }) => report.epoch !== message.epoch)) {
        return `Reports of other epochs came with those of epoch ${message.epoch}.`;
      }
      const beyond = message.reports.find(({ trialId }) => message.epoch >= epochsOf(trialId));
      return beyond ? beyondText(beyond.trialId, message.epoch, epochsOf) : null;
    }
    case 'end': {
      const { trialId, checkpointEpoch = 0 } = message.end;
      return checkpointEpoch < Math.max(1, epochsOf(trialId))
        ? null
        : beyondText(trialId, checkpointEpoch, epochsOf);
    }
    case 'snapshot': {
      const { epoch } = message.made;
      const beyond = message.trialIds.find((trialId) => epoch > epochsOf(trialId));
      return beyond === undefined ? null : beyondText(beyond, epoch, epochsOf);
    }
    default:
      return null;
  }
}

function beyondText(trialId: number, epoch: number, epochsOf: (trialId: number) => number): string {
  return `Trial ${trialId} has ${epochsOf(trialId)} epochs, and none called ${epoch}.`;
}

function trialsIn(message: LeaseMessage): readonly number[] {
  switch (message.type) {
    case 'epoch':
      return message.reports.map(({ trialId }) => trialId);
    case 'end':
      return [message.end.trialId];
    case 'snapshot':
      return message.trialIds;
    case 'note':
      return [message.trialId];
    default:
      return [];
  }
}
