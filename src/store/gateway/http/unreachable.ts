import { FetchError } from '../../../core/errors.js';

/** Nobody answered, or somebody who could not: worth another try. */
export class Unreachable extends FetchError {}
