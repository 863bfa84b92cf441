import { plain } from '../core/words/plain.js';
import {
  BASELINES,
  cornersOf,
  crossOf,
  DASHES,
  DOT_RADIUS,
  FONTS,
  grown,
  LINE_WIDTH,
  TEXT_SIZE,
  traceLine,
} from './drawing/shapes.js';
import type { Palette } from './palette.js';
import type { Area, BarMark, DotMark, LineMark, Mark, Place, Scene, TextMark } from './scene.js';

/** What of a browser's `CanvasRenderingContext2D` is used. */
export interface Canvas {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: 'butt' | 'round' | 'square';
  lineJoin: 'bevel' | 'miter' | 'round';
  globalAlpha: number;
  font: string;
  textAlign: 'center' | 'end' | 'left' | 'right' | 'start';
  textBaseline: 'alphabetic' | 'bottom' | 'hanging' | 'ideographic' | 'middle' | 'top';
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  translate(x: number, y: number): void;
  rotate(radians: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  setLineDash(lengths: number[]): void;
}

/**
 * Paints marks of a scene, in its order; all of them with its paper where nobody says which. For a
 * sharp picture scale the canvas by the device's pixel ratio first. Palettes of CSS variables mean
 * nothing here: give it the colors that they stand for.
 */
export function paint(
  canvas: Canvas,
  scene: Scene,
  palette: Palette,
  marks: readonly Mark[] = scene.marks,
): void {
  canvas.save();
  canvas.lineCap = 'round';
  canvas.lineJoin = 'round';
  if (marks === scene.marks) {
    canvas.fillStyle = palette('paper');
    canvas.fillRect(0, 0, scene.width, scene.height);
  }
  let open: Area | undefined;
  for (const mark of marks) {
    const area = mark.within === undefined ? undefined : scene.areas[mark.within];
    if (area !== open && open) canvas.restore();
    if (area !== open && area) cutOffAt(canvas, area);
    open = area;
    canvas.globalAlpha = ('opacity' in mark ? mark.opacity : undefined) ?? 1;
    paintMark(canvas, mark, palette);
  }
  if (open) canvas.restore();
  canvas.restore();
}

function cutOffAt(canvas: Canvas, area: Area): void {
  const { left, top, width, height } = grown(area);
  canvas.save();
  canvas.beginPath();
  canvas.rect(left, top, width, height);
  canvas.clip();
}

function paintMark(canvas: Canvas, mark: Mark, palette: Palette): void {
  switch (mark.kind) {
    case 'line':
      paintLine(canvas, mark, palette);
      break;
    case 'area':
      tracePolygon(canvas, mark.places);
      canvas.fillStyle = palette(mark.color);
      canvas.fill();
      break;
    case 'dot':
      paintDot(canvas, mark, palette);
      break;
    case 'bar':
      paintBar(canvas, mark, palette);
      break;
    case 'text':
      paintText(canvas, mark, palette);
      break;
  }
}

function paintLine(canvas: Canvas, mark: LineMark, palette: Palette): void {
  canvas.strokeStyle = palette(mark.color);
  canvas.lineWidth = mark.width ?? LINE_WIDTH;
  canvas.setLineDash(mark.dash ? [...DASHES[mark.dash]] : []);
  canvas.beginPath();
  traceLine(mark, canvas);
  canvas.stroke();
  canvas.setLineDash([]);
}

function paintDot(canvas: Canvas, mark: DotMark, palette: Palette): void {
  const color = palette(mark.color);
  canvas.strokeStyle = color;
  canvas.lineWidth = LINE_WIDTH;
  traceDot(canvas, mark);
  canvas.fillStyle = mark.hollow ? palette('paper') : color;
  if (mark.shape !== 'cross') canvas.fill();
  if (mark.hollow || mark.shape === 'cross') canvas.stroke();
}

function traceDot(canvas: Canvas, mark: DotMark): void {
  const corners = cornersOf(mark);
  if (corners) {
    tracePolygon(canvas, corners);
    return;
  }
  canvas.beginPath();
  if (mark.shape === 'cross') traceLine({ places: crossOf(mark) }, canvas);
  else canvas.arc(mark.place[0], mark.place[1], mark.radius ?? DOT_RADIUS, 0, 2 * Math.PI);
}

function paintBar(canvas: Canvas, mark: BarMark, palette: Palette): void {
  const { left, top, width, height, color, hollow } = mark;
  canvas.fillStyle = hollow ? palette('paper') : palette(color);
  canvas.fillRect(left, top, width, height);
  if (!hollow) return;
  canvas.strokeStyle = palette(color);
  canvas.lineWidth = 1;
  canvas.strokeRect(left, top, width, height);
}

function paintText(canvas: Canvas, mark: TextMark, palette: Palette): void {
  const { place, text, anchor = 'start', baseline = 'baseline', size = TEXT_SIZE } = mark;
  canvas.save();
  canvas.fillStyle = palette(mark.color ?? 'ink');
  canvas.font = `${mark.bold ? 'bold ' : ''}${size}px ${FONTS}`;
  canvas.textAlign = anchor === 'middle' ? 'center' : anchor;
  canvas.textBaseline = 'alphabetic';
  canvas.translate(...place);
  if (mark.turn) canvas.rotate((mark.turn * Math.PI) / 180);
  canvas.fillText(plain(text), 0, BASELINES[baseline] * size);
  canvas.restore();
}

function tracePolygon(canvas: Canvas, places: readonly Place[]): void {
  canvas.beginPath();
  for (const [i, [x, y]] of places.entries()) {
    if (i === 0) canvas.moveTo(x, y);
    else canvas.lineTo(x, y);
  }
  canvas.closePath();
}
