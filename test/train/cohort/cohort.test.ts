import { describeBackends } from '../../golden/backends.js';
import { cohortSuite } from './cohort-suite.js';

describeBackends('a cohort', cohortSuite);
