import { describePrograms } from '../../golden/programs.js';
import { snapshotSuite } from './snapshot-suite.js';

describePrograms('a cohort that goes on from a snapshot', ['graph'], snapshotSuite);
