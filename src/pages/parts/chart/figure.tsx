import { useId, useState } from 'preact/hooks';
import type { Scene } from '../../../charts/scene.js';
import { change, state } from '../../router.js';
import { BrushEnds } from './brush-ends.js';
import { Brushed } from './brushed.js';
import { downloads, saveAs } from './download.js';
import { Drawing } from './drawing.js';
import { onChartKey } from './keys.js';
import { type OnTrial, opens } from './on-trial.js';
import { SceneNumbers } from './scene-table.js';
import { axesOf, isForBrush, isForZoom } from './stretches.js';
import { Tooltip } from './tooltip.js';
import { usePointer } from './use-pointer.js';

/** A scene to look into: to point at, zoom, brush, read as numbers and take away. */
export function Figure({
  scene,
  name,
  onTrial = opens,
}: {
  readonly scene: Scene;
  readonly name: string;
  readonly onTrial?: OnTrial | undefined;
}) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const { handlers, hover, drag } = usePointer(scene, onTrial);
  const { zoom, brush } = state.value;
  const axes = axesOf(scene);
  const isZoomed = axes.some(({ axis }) => Object.hasOwn(zoom, axis.name));
  const canZoom = scene.areas.some(isForZoom);
  const brushes = axes.filter(
    ({ area, axis }) => isForBrush(area) || Object.hasOwn(brush, axis.name),
  );

  return (
    <figure class="figure" aria-label={scene.title}>
      <section
        class={`plot-box${hover?.mark.trial === undefined ? '' : ' pointing'}`}
        style={{ width: `${scene.width}px`, height: `${scene.height}px` }}
        tabIndex={0}
        aria-label={`${scene.title}. ${canZoom ? 'Plus and minus zoom, arrows move, 0 shows all.' : ''}`}
        data-chart={name}
        onKeyDown={(event) => onChartKey(event, scene)}
        {...handlers}
      >
        <Drawing scene={scene} id={id} />
        <Brushed scene={scene} drag={drag} />
        {hover && !drag && (
          <Tooltip mark={hover.mark} at={hover.at} width={scene.width} does={onTrial.does} />
        )}
      </section>
      <figcaption>
        <p class="summary">{scene.summary}</p>
        <div class="figure-tools">
          {isZoomed && (
            <button
              type="button"
              onClick={() =>
                change({
                  zoom: without(
                    zoom,
                    axes.map(({ axis }) => axis.name),
                  ),
                })
              }
            >
              show all
            </button>
          )}
          <button type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'hide data' : 'show data'}
          </button>
          {Object.entries(downloads).map(([kind, make]) => (
            <button
              key={kind}
              type="button"
              title={`Save as ${kind}`}
              onClick={async () => saveAs(await make(scene), `${name}.${kind.toLowerCase()}`)}
            >
              {kind}
            </button>
          ))}
        </div>
        {brushes.length > 0 && <BrushEnds axes={brushes} />}
        {shown && <SceneNumbers scene={scene} />}
      </figcaption>
    </figure>
  );
}

function without<T>(all: Readonly<Record<string, T>>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
