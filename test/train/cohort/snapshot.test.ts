import { describeBackends } from '../../golden/backends.js';
import { snapshotSuite } from './snapshot-suite.js';

describeBackends('a cohort that goes on from a snapshot', snapshotSuite);
