import type { Scene } from '../../../charts/scene.js';
import { state } from '../../router.js';
import { axesOf, isForBrush, isForZoom, placeOf } from './stretches.js';
import type { Drag } from './use-pointer.js';

/** What is brushed, and what a drag is about to zoom into, over the picture. */
export function Brushed({ scene, drag }: { readonly scene: Scene; readonly drag: Drag | null }) {
  const { brush } = state.value;
  const axes = axesOf(scene).filter(({ area }) => isForBrush(area));
  return (
    <svg class="over" width={scene.width} height={scene.height} aria-hidden="true">
      {axes.map((placed) => {
        const { area, axis, along } = placed;
        const own = Object.hasOwn(brush, axis.name) ? brush[axis.name] : undefined;
        const place = own && placeOf(placed, own);
        if (!place) return null;
        const [from, to] = [place[0], Math.max(place[1], place[0] + 2)];
        const across = 7;
        return along === 'y' ? (
          <rect
            key={axis.name}
            class="brush"
            x={area.left + area.width / 2 - across}
            y={from}
            width={2 * across}
            height={to - from}
          />
        ) : (
          <rect
            key={axis.name}
            class="brush"
            x={from}
            y={area.top}
            width={to - from}
            height={area.height}
          />
        );
      })}
      {drag && isForZoom(drag.area) && <DragBox {...drag} />}
    </svg>
  );
}

function DragBox({ area, from, to }: Drag) {
  const [x, y] = [Math.abs(to[0] - from[0]) < 12, Math.abs(to[1] - from[1]) < 12];
  const [left, right] = x
    ? [area.left, area.left + area.width]
    : [from[0], to[0]].sort((a, b) => a - b);
  const [top, bottom] = y
    ? [area.top, area.top + area.height]
    : [from[1], to[1]].sort((a, b) => a - b);
  return <rect class="brush" x={left} y={top} width={right! - left!} height={bottom! - top!} />;
}
