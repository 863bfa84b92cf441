import { expect, test } from 'vitest';
import { order, startAgent } from './agents.js';
import { smallGateway } from './small-gateway.js';

const kinds = (messages: readonly { readonly type: string }[]) => messages.map(({ type }) => type);

test('an agent trains a cohort, tells all of it in order, and claims the next', async () => {
  const gateway = await smallGateway();
  gateway.queue(order([1, 2]), order([3]));
  const agent = startAgent(gateway.url);
  await gateway.until(({ leases }) => leases.length === 2 && leases[1]!.state === 'finished');
  const [first, second] = gateway.leases;
  expect(kinds(first!.messages)).toEqual([
    ...['begin', 'epoch', 'epoch', 'epoch', 'end', 'end', 'done'],
  ]);
  expect(kinds(second!.messages)).toEqual(['begin', 'epoch', 'epoch', 'epoch', 'end', 'done']);
  expect(first!.messages.at(-1)).toMatchObject({ work: { trunk: 1, trunkAlone: 2 } });
  await gateway.until(() => agent.told().filter((type) => type === 'finished').length === 2);
  agent.drain();
  await agent.ended;
  expect(gateway.left).toHaveLength(1);
  expect(agent.told().slice(-3)).toEqual(['finished', 'draining', 'left']);
});

test('verdicts are obeyed, and waited for however long they take', async () => {
  const gateway = await smallGateway();
  let decided = false;
  gateway.judge = (trialId, epoch) => {
    if (epoch === 1 && !decided) return undefined;
    if (trialId === 1) return 'stop';
    return trialId === 2 ? 'pause' : 'continue';
  };
  gateway.queue(order([1, 2, 3]));
  startAgent(gateway.url);
  await gateway.until(({ asked }) => asked.filter((each) => /report/.test(each)).length > 5);
  decided = true;
  await gateway.until(({ leases }) => leases[0]!.state === 'finished');
  const ends = gateway.leases[0]!.messages.flatMap((message) =>
    message.type === 'end' ? [[message.end.trialId, message.end.how]] : [],
  );
  expect(ends).toEqual([
    [1, 'stopped'],
    [2, 'paused'],
    [3, 'finished'],
  ]);
  // The epoch that was asked for again and again is there once.
  expect(kinds(gateway.leases[0]!.messages).filter((type) => type === 'epoch')).toHaveLength(3);
});
