import { expect, test } from 'vitest';
import { createLedger } from '../../../src/train/cohort/ledger.js';
import type { Member } from '../../../src/train/cohort/member.js';

const member = { trialId: 3 } as Member;
const newLedger = () => createLedger({ branches: [], phase: 'training' });

test('what a trial took alone adds up over its epochs, also over those before a snapshot', () => {
  const ledger = newLedger();
  ledger.spend(2, [member, { ...member, trialId: 4 }], 'training');
  ledger.spend(1, [member], 'validation');
  expect(ledger.close(member)).toEqual({
    seconds: 2,
    soloSeconds: 3,
    trainSeconds: 1,
    soloBefore: 0,
  });
  ledger.spend(5, [member], 'training');
  const kept = JSON.parse(JSON.stringify(ledger.open(member)));

  const later = newLedger();
  later.resume(member, kept);
  later.spend(7, [member], 'training');
  expect(later.close(member)).toMatchObject({ soloSeconds: 12, soloBefore: 3 });
  expect(later.close(member)).toMatchObject({ soloSeconds: 0, soloBefore: 15 });
});

test('a snapshot of a program that did not say leaves it unknown, whatever follows', () => {
  const ledger = newLedger();
  const { soloBefore: _, ...older } = ledger.open(member);
  ledger.resume(member, older as ReturnType<typeof ledger.open>);
  ledger.spend(1, [member], 'training');
  expect(ledger.close(member).soloBefore).toBeNaN();

  const next = newLedger();
  next.resume(member, JSON.parse(JSON.stringify(ledger.open(member))));
  expect(next.close(member).soloBefore).toBeNaN();
});
