import type { ChartDef, ChartOptions } from '../../../charts/chart.js';
import { charts } from '../../../charts/kinds/index.js';
import type { DocumentName, Documents } from '../../../results/documents/documents.js';
import { Chart } from '../../parts/chart/chart.js';
import type { OnTrial } from '../../parts/chart/on-trial.js';
import { Lazy } from './lazy.js';

/** A chart by the name that `thaw plot` knows it by, made once it is about to be seen. */
export function ChartNamed({
  kind,
  documents,
  options,
  onTrial,
}: {
  readonly kind: string;
  /** All that it needs. */
  readonly documents: Partial<Documents>;
  readonly options?: ChartOptions;
  readonly onTrial?: OnTrial;
}) {
  const def = charts.find((each) => each.kind === kind);
  if (!def || !hasAll(def, documents)) return null;
  return (
    <Lazy height={def.frame.height}>
      {(isNear) => (
        <Chart
          def={def}
          documents={documents}
          asleep={!isNear}
          {...(options && { options })}
          {...(onTrial && { onTrial })}
        />
      )}
    </Lazy>
  );
}

function hasAll(
  { needs }: ChartDef,
  documents: Partial<Documents>,
): documents is Pick<Documents, DocumentName> {
  return needs.every((name) => documents[name] !== undefined);
}
