import type { RunnerEvents } from '../../../sweep/runners/runner.js';
import type { LeaseMessage } from '../../protocol/messages.js';
import type { Answer } from './lease-rows.js';

/** Lets a message of an agent take effect; resolves to what the agent waits for, null: nothing. */
export async function takeIn(message: LeaseMessage, events: RunnerEvents): Promise<Answer | null> {
  switch (message.type) {
    case 'begin':
      await events.begin(message.provenance);
      return null;
    case 'epoch':
      return answerTo(message, events);
    case 'end':
      await events.end(message.end);
      return null;
    case 'snapshot': {
      const { file, ...position } = message.made;
      await events.snapshot({ ...position, part: file, trialIds: message.trialIds });
      return null;
    }
    case 'no-snapshot':
      await events.noSnapshot(message.why, message.startOver);
      return null;
    case 'note':
      await events.note(message.trialId, message.message);
      return null;
    case 'not-compiled':
      await events.notCompiled(message.why);
      return null;
    case 'done':
      return null;
  }
}

async function answerTo(
  { reports }: Extract<LeaseMessage, { type: 'epoch' }>,
  events: RunnerEvents,
): Promise<Answer> {
  const verdicts = await events.epoch(reports);
  const ended = [...verdicts].flatMap(([id, verdict]) => (verdict === 'continue' ? [] : [id]));
  const reasons = ended.flatMap((id) => {
    const why = events.reasons?.get(id);
    return why === undefined ? [] : [[String(id), why] as const];
  });
  const told = Array.from(verdicts, ([id, verdict]) => [String(id), verdict] as const);
  return { verdicts: Object.fromEntries(told), reasons: Object.fromEntries(reasons) };
}
