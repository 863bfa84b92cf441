import { useMemo, useRef } from 'preact/hooks';
import type { ChartDef, ChartOptions } from '../../../charts/chart.js';
import { chartOptions } from '../../../charts/options/options.js';
import type { DocumentName, Documents } from '../../../results/documents/documents.js';
import { state } from '../../router.js';
import { Figure } from './figure.js';
import type { OnTrial } from './on-trial.js';
import { useWidth } from './use-width.js';

/**
 * A chart that `thaw plot` knows, of documents that are here, as the address says it is to look.
 * `options` go before those of the address.
 */
export function Chart<Needs extends DocumentName>({
  def,
  documents,
  options,
  height,
  onTrial,
  asleep = false,
}: {
  readonly def: ChartDef<Needs>;
  readonly documents: Pick<Documents, Needs>;
  readonly options?: ChartOptions;
  readonly height?: number;
  /** What a click on a trial's mark does, and how that is called; absent: it opens the trial. */
  readonly onTrial?: OnTrial;
  /** It is out of sight, and stays as it was drawn. */
  readonly asleep?: boolean;
}) {
  const [holder, width] = useWidth();
  const view = state.value;
  const high = height ?? def.frame.height;
  const drawnOf = useRef<readonly unknown[]>([]);
  if (!asleep) drawnOf.current = [def, view, options, width, high, ...Object.values(documents)];
  const scene = useMemo(
    () =>
      width === null
        ? null
        : def.draw(documents, { ...chartOptions(view), ...options }, { width, height: high }),
    drawnOf.current,
  );
  return (
    <div ref={holder} class="chart">
      {scene && <Figure scene={scene} name={def.kind} onTrial={onTrial} />}
    </div>
  );
}
