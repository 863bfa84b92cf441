import { expect, test } from 'vitest';
import { createOutput } from '../../../src/cli/output.js';
import { agentLines } from '../../../src/cli/progress/fleet/agent-lines.js';
import { showAgents } from '../../../src/cli/progress/fleet/show-agents.js';
import { createScreen } from '../../../src/cli/progress/screen.js';
import type { AgentEvent } from '../../../src/fleet/agent/agent-event.js';
import { fakeReport } from '../../fakes/specs.js';
import { order } from '../../fleet/agent/agents.js';

const epoch = (epoch: number, ...values: readonly number[]): AgentEvent => ({
  ...{ type: 'epoch', epoch },
  reports: values.map((value, place) => ({ trialId: 7 + place, report: fakeReport(epoch, value) })),
});

const from = { file: 'x.snapshot', sha256: 'e'.repeat(64), bytes: 9, epoch: 3, step: 40 };

const EVENTS: readonly AgentEvent[] = [
  { type: 'registered', agent: 'a1', leaseMs: 60_000 },
  { type: 'claimed', lease: 'l1', order: order([7, 8], { from }) },
  { type: 'begun', trialIds: [7, 8] },
  { type: 'step', trialIds: [7, 8], progress: { epoch: 3, epochs: 9, step: 41, steps: 50 } },
  { type: 'compiling', trialIds: [7, 8], title: 'training step' },
  epoch(3, 0.5, 0.75),
  { type: 'snapshot', bytes: 9, ms: 12 },
  { type: 'ended', end: { trialId: 7, how: 'finished' } },
  {
    type: 'ended',
    end: { trialId: 8, how: 'broke', error: { code: 'E', message: 'torn\u001b[2Joff\nError: x' } },
  },
  { type: 'finished', lease: 'l1', ms: 83_000 },
  { type: 'claimed', lease: 'l2', order: order([9]) },
  { type: 'stopping', lease: 'l2' },
  { type: 'lost', lease: 'l2', why: 'no beat was answered for 48 s' },
  { type: 'claimed', lease: 'l3', order: order(Array.from({ length: 40 }, (_, n) => 2 * n)) },
  { type: 'failed', lease: 'l3', error: { code: 'E_DATA', message: 'Other images.' } },
  { type: 'unreachable', why: 'https://gw cannot be reached: ECONNREFUSED.' },
  { type: 'reachable', ms: 125_000 },
  { type: 'draining', why: 'lifetime' },
  { type: 'left' },
];

function shown(isTerminal: boolean, name = 'box') {
  let text = '';
  const err = createOutput({
    send(more) {
      text += more;
    },
    ...{ isTerminal, columns: () => 80, colors: false },
  });
  const screen = createScreen(err);
  const show = showAgents({ err }, screen, 'https://gw');
  return { tell: (event: AgentEvent, of = name) => show(of, event), text: () => text, screen };
}

test('each event is a line, and nobody else can write one', () => {
  const { tell, text } = shown(false);
  for (const event of EVENTS) tell(event);
  expect(text().split('\n')).toEqual([
    'box waits for work from https://gw',
    'claimed trials 7-8 of sweep 1, from epoch 3 step 40',
    'compiling the training step ...',
    'trials 7-8 of sweep 1, epoch 3: val_accuracy 0.7500 (best of 2)',
    'trial 8 broke: torn [2Joff Error: x',
    'trials 7-8 of sweep 1 done in 1 min 23 s: 1 trial finished, 1 trial broke',
    'claimed trial 9 of sweep 1',
    'the gateway wants the cohort to stop',
    'lost the cohort: no beat was answered for 48 s; another goes on from its last checkpoint',
    'claimed 40 trials of sweep 1',
    'cannot train this here: Other images.',
    'https://gw cannot be reached: ECONNREFUSED. Trying again.',
    'the gateway answers again, after 2 min 5 s',
    'leaving: its time is nearly up',
    'box has left',
    '',
  ]);
});

test('several agents of a process are told apart', () => {
  const { tell, text } = shown(false);
  tell(EVENTS[0]!, 'box/1');
  tell(EVENTS[0]!, 'box/2');
  tell(EVENTS[1]!, 'box/2');
  expect(text()).toContain('box/2: claimed trials 7-8 of sweep 1');
});

test('on a terminal a line below them says how far each is', () => {
  const { tell, text, screen } = shown(true);
  for (const event of EVENTS.slice(0, 4)) tell(event);
  screen.show(null);
  expect(text()).toContain('starting  trials 7-8 of sweep 1');
  tell(EVENTS[2]!);
  tell(epoch(3, 0.5));
  expect(text()).toContain('epoch 3 of 0-8  step 41/50  trials 7-8 of sweep 1');
  screen.show(null);
});

test('as JSON each event is a line of its own, steps left out', () => {
  let text = '';
  const tell = agentLines({
    write(more) {
      text += more;
    },
  });
  for (const event of EVENTS) tell('box', event);
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(EVENTS.length - 1);
  const told = lines.map((line) => JSON.parse(line));
  for (const { at, name } of told) {
    expect(name).toBe('box');
    expect(new Date(at).toISOString()).toBe(at);
  }
  expect(told[1]).toMatchObject({
    ...{ type: 'claimed', lease: 'l1', sweepId: 1, trials: [7, 8], from: { epoch: 3, step: 40 } },
  });
  expect(told[4].reports[1]).toMatchObject({ trialId: 8, metrics: { val_accuracy: 0.75 } });
  expect(text).not.toContain('\u001b');
});
