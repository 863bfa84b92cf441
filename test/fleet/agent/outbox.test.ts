import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clock } from '../../../src/fleet/agent/clock.js';
import { createFleetClient } from '../../../src/fleet/agent/http/fleet-client.js';
import { createOutbox } from '../../../src/fleet/agent/lease/outbox.js';
import type { Taken, Told } from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import type { Wire } from '../../../src/store/gateway/http/open-wire.js';
import { Unreachable } from '../../../src/store/gateway/http/unreachable.js';
import { decode } from '../../../src/store/gateway/wire.js';
import { fakeReport } from '../../fakes/specs.js';

const note = (n: number): LeaseMessage => ({ type: 'note', trialId: 1, message: `${n}` });
const epoch = (epoch: number) => {
  const reports = [{ trialId: 1, report: fakeReport(epoch, 0.5) }];
  return { type: 'epoch', epoch, reports } as const;
};

/** What becomes of a request: it is answered, lost on its way there, or on its way back. */
type Fate = 'answered' | 'lost' | 'swallowed';

/** A gateway that keeps what it is told, behind a network that loses what it likes. */
function behind(fates: readonly Fate[]) {
  const kept: LeaseMessage[] = [];
  const verdicts = new Set<number>();
  let requests = 0;

  function take({ first, messages }: Told): Taken {
    if (first > kept.length + 1) throw new Error('a gap');
    kept.push(...messages.slice(kept.length + 1 - first));
    const last = messages.at(-1)!;
    if (last.type !== 'epoch') return { is: 'taken', verdicts: null };
    // At the second time of asking.
    if (!verdicts.has(last.epoch)) {
      verdicts.add(last.epoch);
      return { is: 'waits' };
    }
    return { is: 'taken', verdicts: { 1: 'continue' } };
  }

  const wire: Wire = {
    async ask({ body }, read) {
      const fate = fates[requests] ?? 'answered';
      requests += 1;
      await Promise.resolve();
      if (fate === 'lost') throw new Unreachable('lost');
      const answer = take(decode(body as string) as Told);
      if (fate === 'swallowed') throw new Unreachable('swallowed');
      return read({ body: null, data: async () => answer });
    },
  };
  return { kept, wire };
}

test('whatever a network loses, each message is kept once, in order', async () => {
  const acts = fc.array(fc.constantFrom('note', 'epoch', 'wait'), { maxLength: 30 });
  const fates = fc.array(fc.constantFrom<Fate>('answered', 'lost', 'swallowed'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(acts, fates, async (acts, fates) => {
      const { kept, wire } = behind(fates);
      const told: LeaseMessage[] = [];
      const quick = { ...clock, sleep: () => Promise.resolve() };
      const outbox = createOutbox({
        client: createFleetClient(wire, { clock: quick, tried: () => undefined }),
        lease: 'one',
        held: { lost: new AbortController().signal, check: () => undefined },
        broke: expect.unreachable,
      });
      for (const [n, act] of acts.entries()) {
        if (act === 'wait') {
          await new Promise((resolve) => setTimeout(resolve, 0));
          continue;
        }
        const message = act === 'note' ? note(n) : epoch(n);
        told.push(message);
        if (message.type === 'epoch') {
          expect(await outbox.ask(message)).toEqual({ 1: 'continue' });
        } else outbox.tell(message as Parameters<typeof outbox.tell>[0]);
      }
      const done = { type: 'done', work: { trunk: 1, trunkAlone: 1, trained: 1, trainedAlone: 1 } };
      await outbox.finish(done as Parameters<typeof outbox.finish>[0]);
      expect(kept).toEqual([...told, done]);
    }),
    { numRuns: 200 },
  );
});
