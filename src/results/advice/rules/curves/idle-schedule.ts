import { type Choice, type Json, typeOf } from '../../../../core/json.js';
import { listedValues } from '../../../../core/space.js';
import { paramValue } from '../../../param-value.js';
import type { AdviceRule } from '../../advice.js';
import { runOf } from '../../evidence.js';

/** A schedule that was to lower the rate never did. */
export const idleSchedule: AdviceRule = {
  name: 'idle_schedule',
  source: 'PyTorch, torch.optim.lr_scheduler: ReduceLROnPlateau, StepLR, MultiStepLR',
  advise({ points, sweep }) {
    const { scheduler } = sweep.spec.space;
    const listed = scheduler && listedValues(scheduler);
    if (!listed) return null;
    const idle = listed.filter((value) => {
      if (!(String(typeOf(value)) in MENDED)) return false;
      const own = points.filter(({ params }) => isSame(params.scheduler, value));
      return own.length >= FEWEST && own.every((point) => !changes(point));
    });
    if (idle.length === 0) return null;
    const runs = points.filter(({ params }) => idle.some((each) => isSame(params.scheduler, each)));
    const epochs = Math.max(...runs.map((point) => runOf(point).reports.length));
    const values = listed.map((value) => (idle.includes(value) ? mended(value, epochs) : value));
    const names = idle.map((value) => paramValue(value)).join(' and ');
    return {
      title: `Let ${names} act, or leave ${idle.length === 1 ? 'it' : 'them'} out`,
      sentence: `In none of the ${runs.length} points with ${names} did the rate change in ${epochs} epochs: they were trained as with a constant one.`,
      figures: { points: runs.length, epochs, schedulers: idle },
      strength: 'strong',
      gain: null,
      changes: [{ path: ['parameters', 'scheduler'], value: { values } }],
    };
  },
};

/** Points of a schedule from which on it is said to be idle. */
const FEWEST = 3;

/** What lets each act in so many epochs. */
const MENDED: Readonly<Record<string, (epochs: number) => Choice>> = {
  plateau: (epochs) => ({ type: 'plateau', patience: Math.max(0, Math.floor(epochs / 5) - 1) }),
  step: (epochs) => ({ type: 'step', step_size: Math.max(1, Math.floor(epochs / 3)) }),
  multistep: (epochs) => ({
    type: 'multistep',
    milestones: [Math.max(1, Math.floor(epochs / 2)), Math.max(2, Math.floor((3 * epochs) / 4))],
  }),
};

function mended(value: Json, epochs: number): Json {
  const { type, ...rest } = MENDED[String(typeOf(value))]!(epochs);
  const given = typeof value === 'object' && value !== null ? value : {};
  return { type, ...given, ...rest };
}

function isSame(value: Json | undefined, other: Json): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}

function changes(point: Parameters<typeof runOf>[0]): boolean {
  return new Set(runOf(point).reports.map(({ learningRate }) => learningRate)).size > 1;
}
