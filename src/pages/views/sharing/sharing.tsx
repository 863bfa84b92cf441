import { useMemo } from 'preact/hooks';
import { secondsText } from '../../../charts/value-text.js';
import { count } from '../../../core/words/numbers.js';
import type { Documents } from '../../../results/documents/documents.js';
import type { SharedCohort } from '../../../results/documents/live/sharing.js';
import { useDocument } from '../../data/use-document.js';
import {
  commonTrunk,
  epochCounts,
  savedText,
  timesSaved,
  trunkText,
} from '../../models/sharing-words.js';
import { Awaited, Empty } from '../../parts/notices.js';
import { type Column, sortRows } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { change, state } from '../../router.js';
import { ChartNamed } from '../pieces/chart-named.js';
import { type SweepData, SweepPage } from '../pieces/sweep-page.js';
import { TrialLinks } from '../pieces/trial-links.js';
import type { ViewDef } from '../view-def.js';

/** What a sweep computed once for several trials. */
export const sharingView: ViewDef = {
  path: '/s/:sweep/sharing',
  title: 'Sharing',
  key: 'h',
  component: ({ id }) => <SweepPage id={id}>{(data) => <Sharing {...data} />}</SweepPage>,
};

function Sharing({ sweep, trials }: SweepData) {
  const answer = useDocument('sharing', { sweep: sweep.sweep });
  return (
    <>
      <h1>What was computed once</h1>
      <p class="muted">
        Trials whose frozen layers see the same images train together, as a cohort: the frozen part
        of the network, the trunk, is computed once for all. For as long as their training is the
        same, too, they are one branch.
      </p>
      <Awaited answer={answer}>
        {(sharing) => <Shared sweep={sweep} trials={trials} sharing={sharing} />}
      </Awaited>
    </>
  );
}

function Shared({ sweep, trials, sharing }: Pick<Documents, 'sweep' | 'trials' | 'sharing'>) {
  const { sort } = state.value;
  const common = useMemo(() => commonTrunk(sharing.cohorts), [sharing]);
  const columns = useMemo(() => columnsOf(common), [common && trunkText(common)]);
  if (sharing.cohorts.length === 0) {
    return <Empty>No trial has begun yet. Cohorts appear here as they start.</Empty>;
  }
  return (
    <>
      <p class="lead">{savedText(sharing)}</p>
      <ChartNamed kind="sharing" documents={{ sweep, trials, sharing }} />
      <ChartNamed kind="timeline" documents={{ sweep, trials, sharing }} />
      <h2>{count(sharing.cohorts.length, 'cohort')}</h2>
      {common && <p class="muted">All of them: {trunkText(common)}.</p>}
      <Table
        label="Cohorts"
        columns={columns}
        rows={sortRows(sharing.cohorts, columns, sort)}
        keyOf={({ cohort }) => cohort}
        sort={sort}
        onSort={(next) => change({ sort: next })}
      />
    </>
  );
}

function columnsOf(common: SharedCohort['trunk'] | null): readonly Column<SharedCohort>[] {
  return [
    {
      ...{ id: 'cohort', title: 'cohort', numeric: true, by: ({ cohort }) => cohort },
      cell: ({ cohort }) => cohort,
    },
    {
      ...{ id: 'trials', title: 'trials', by: ({ trials }) => trials.length, largestFirst: true },
      cell: ({ trials }) => <TrialLinks trials={trials} />,
    },
    {
      ...{ id: 'trunk', title: 'they share', by: ({ trunk }) => trunkText(trunk, common) },
      cell: ({ trunk }) => trunkText(trunk, common),
    },
    {
      ...{ id: 'branches', title: 'branches', numeric: true, by: (each) => each.branches.length },
      cell: ({ branches }) => branches.length,
    },
    {
      id: 'epochs',
      title: 'epochs trained',
      about: 'Epochs that were really trained, of those that its trials report',
      numeric: true,
      by: (cohort) => epochCounts(cohort).trained,
      cell: (cohort) => {
        const { trained, wanted } = epochCounts(cohort);
        return `${trained} of ${wanted}`;
      },
    },
    {
      ...{ id: 'seconds', title: 'time', numeric: true, by: ({ seconds }) => seconds },
      ...{ largestFirst: true, cell: ({ seconds }) => secondsText(seconds) },
    },
    {
      id: 'alone',
      title: 'alone',
      about: 'What its trials would have taken, each by itself',
      ...{ numeric: true, by: (cohort) => cohort.solo_seconds, largestFirst: true },
      cell: (cohort) => secondsText(cohort.solo_seconds),
    },
    {
      ...{ id: 'times', title: 'as fast', numeric: true, by: timesSaved, largestFirst: true },
      cell: (cohort) => {
        const times = timesSaved(cohort);
        return times === null ? '-' : `${times.toFixed(1)} ×`;
      },
    },
  ];
}
