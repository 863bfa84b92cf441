import type { Scene } from '../../../charts/scene.js';
import { change, state } from '../../router.js';
import { axesOf, isForBrush, panned, zoomed } from './stretches.js';

/** Plus and minus zoom both axes of numbers, arrows go along them, 0 shows all again. */
export function onChartKey(event: KeyboardEvent, scene: Scene): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget)
    return;
  const move = moves[event.key];
  if (!move) return;
  const axes = axesOf(scene).filter(({ area }) => !isForBrush(area));
  if (axes.length === 0) return;
  event.preventDefault();
  const zoom = { ...state.peek().zoom };
  for (const { axis, along } of axes) {
    const stretch = move === 'all' ? null : move(axis, along);
    if (stretch) zoom[axis.name] = stretch;
    else if (move === 'all') delete zoom[axis.name];
  }
  change({ zoom }, 'drag');
}

type Move = (...axis: [Parameters<typeof zoomed>[0], 'x' | 'y']) => ReturnType<typeof zoomed>;

const along =
  (wanted: 'x' | 'y', by: number): Move =>
  (axis, way) =>
    way === wanted ? panned(axis, axis.reversed ? -by : by) : null;
const IN: Move = (axis) => zoomed(axis, 0.8, 0.5);
const OUT: Move = (axis) => zoomed(axis, 1.25, 0.5);

const moves: Readonly<Record<string, Move | 'all'>> = {
  '+': IN,
  '=': IN,
  '-': OUT,
  ArrowLeft: along('x', -0.1),
  ArrowRight: along('x', 0.1),
  ArrowDown: along('y', -0.1),
  ArrowUp: along('y', 0.1),
  '0': 'all',
};
