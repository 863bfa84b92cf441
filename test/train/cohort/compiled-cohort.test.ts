import { describePrograms } from '../../golden/programs.js';
import { cohortSuite } from './cohort-suite.js';

describePrograms('a cohort', ['graph'], cohortSuite);
