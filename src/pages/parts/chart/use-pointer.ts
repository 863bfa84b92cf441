import { useRef, useState } from 'preact/hooks';
import type { Area, Mark, Place, Scene } from '../../../charts/scene.js';
import { change, state } from '../../router.js';
import { nearestMark } from './nearest.js';
import type { OnTrial } from './on-trial.js';
import {
  areaAt,
  brushBetween,
  isForBrush,
  isForZoom,
  type PlacedAxis,
  stretchBetween,
  zoomed,
} from './stretches.js';

/** From where a pointer is dragged to where. */
export interface Drag {
  readonly area: Area;
  readonly from: Place;
  readonly to: Place;
}

/** Nearer than this a drag is a click. */
const LEAST_DRAG = 4;

/** What a pointer does on a scene: it points, zooms, brushes and opens. */
export function usePointer(scene: Scene, onTrial: OnTrial) {
  const [hover, setHover] = useState<{ readonly mark: Mark; readonly at: Place } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef<Drag | null>(null);

  const handlers = {
    onPointerDown(event: PointerEvent & { readonly currentTarget: HTMLElement }) {
      const from = placeOf(event);
      const area = areaAt(scene, from);
      if (event.button !== 0 || !area) return;
      start.current = { area, from, to: from };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent & { readonly currentTarget: HTMLElement }) {
      const at = placeOf(event);
      if (start.current) {
        const now = { ...start.current, to: at };
        if (isLong(now)) {
          setDrag(now);
          if (isForBrush(now.area)) brush(now, 'drag');
        }
        return;
      }
      const mark = nearestMark(scene.marks, at);
      setHover(mark ? { mark, at } : null);
    },
    onPointerUp(event: PointerEvent & { readonly currentTarget: HTMLElement }) {
      const ended = start.current && { ...start.current, to: placeOf(event) };
      start.current = null;
      setDrag(null);
      if (ended && isLong(ended)) {
        if (isForBrush(ended.area)) brush(ended, 'drag');
        else if (isForZoom(ended.area)) zoomInto(ended);
        return;
      }
      if (!ended) return;
      const mark = nearestMark(scene.marks, ended.to);
      if (mark?.trial !== undefined) onTrial.act(mark.trial);
    },
    onPointerCancel() {
      start.current = null;
      setDrag(null);
    },
    onPointerLeave() {
      setHover(null);
    },
    onDblClick(event: MouseEvent & { readonly currentTarget: HTMLElement }) {
      const area = areaAt(scene, placeOf(event));
      if (area) showAll(area);
    },
    /** A page scrolls on: only a chart that has the focus, or Ctrl, zooms. */
    onWheel(event: WheelEvent & { readonly currentTarget: HTMLElement }) {
      const at = placeOf(event);
      const area = areaAt(scene, at);
      const isMeant = event.ctrlKey || document.activeElement === event.currentTarget;
      if (!area || !isForZoom(area) || !isMeant) return;
      event.preventDefault();
      zoomAbout(area, at, Math.exp(Math.max(-50, Math.min(50, event.deltaY)) / 250));
    },
  };
  return { handlers, hover, drag };
}

function placeOf(event: MouseEvent & { readonly currentTarget: HTMLElement }): Place {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function isLong({ from, to }: Drag): boolean {
  return Math.hypot(to[0] - from[0], to[1] - from[1]) >= LEAST_DRAG;
}

function placedOf(area: Area): readonly PlacedAxis[] {
  return [
    ...(area.x ? [{ area, axis: area.x, along: 'x' as const }] : []),
    ...(area.y ? [{ area, axis: area.y, along: 'y' as const }] : []),
  ];
}

function brush({ area, from, to }: Drag, how: 'drag'): void {
  const next = { ...state.peek().brush };
  for (const placed of placedOf(area)) {
    const at = placed.along === 'x' ? 0 : 1;
    const between = brushBetween(placed, from[at], to[at]);
    if (between) next[placed.axis.name] = between;
  }
  change({ brush: next }, how);
}

/** A drag that hardly goes along one axis zooms the other alone. */
function zoomInto({ area, from, to }: Drag): void {
  const zoom = { ...state.peek().zoom };
  for (const placed of placedOf(area)) {
    const at = placed.along === 'x' ? 0 : 1;
    if (Math.abs(to[at] - from[at]) < 12) continue;
    const stretch = stretchBetween(placed, from[at], to[at]);
    if (stretch) zoom[placed.axis.name] = stretch;
  }
  change({ zoom });
}

function zoomAbout(area: Area, [x, y]: Place, factor: number): void {
  const zoom = { ...state.peek().zoom };
  for (const { axis, along } of placedOf(area)) {
    const about = along === 'x' ? (x - area.left) / area.width : 1 - (y - area.top) / area.height;
    const stretch = zoomed(axis, factor, about);
    if (stretch) zoom[axis.name] = stretch;
  }
  change({ zoom }, 'drag');
}

function showAll(area: Area): void {
  const names = placedOf(area).map(({ axis }) => axis.name);
  const part = isForBrush(area) ? 'brush' : 'zoom';
  const kept = Object.entries(state.peek()[part]).filter(([name]) => !names.includes(name));
  change({ [part]: Object.fromEntries(kept) });
}
