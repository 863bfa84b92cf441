import { useLayoutEffect, useRef } from 'preact/hooks';
import { paint } from '../../../charts/canvas.js';
import { variables } from '../../../charts/palette.js';
import type { Scene } from '../../../charts/scene.js';
import { toSvg } from '../../../charts/svg.js';
import { palette } from '../../frame/theme.js';

/** Above so many marks, each with its title two elements, a canvas draws them. */
const MOST_MARKS = 1000;

/** The scene's picture: the very one that `thaw plot` writes, in the page's colors. */
export function Drawing({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  return scene.marks.length > MOST_MARKS ? (
    <Painted scene={scene} />
  ) : (
    <Elements scene={scene} id={id} />
  );
}

function Elements({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef('');
  useLayoutEffect(() => {
    const text = toSvg(scene, variables, { id });
    if (text === drawn.current) return;
    drawn.current = text;
    holder.current?.replaceChildren(svgNode(text));
  }, [scene, id]);
  return <div ref={holder} class="drawing" />;
}

/** Read as XML, which runs nothing. */
function svgNode(text: string): Node {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  return document.importNode(parsed.documentElement, true);
}

function Painted({ scene }: { readonly scene: Scene }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = palette.value;
  const { width, height, summary } = scene;
  useLayoutEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context) return;
    const scale = devicePixelRatio || 1;
    current.width = Math.round(width * scale);
    current.height = Math.round(height * scale);
    context.scale(scale, scale);
    paint(context, scene, colors);
  }, [scene, colors]);
  return (
    <canvas
      ref={canvas}
      class="drawing"
      role="img"
      aria-label={summary}
      style={{ width: `${width}px`, height: `${height}px` }}
    />
  );
}
