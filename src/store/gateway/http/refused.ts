import { EXIT, ThawError } from '../../../core/errors.js';

/** The gateway understood a request, and says no: asked again, it would say the same. */
export class Refused extends ThawError {
  readonly code = 'E_REFUSED';
  readonly exitCode: number;
  /** Of HTTP. */
  readonly status: number;
  /** The gateway's own sentence; empty: it had none. */
  readonly said: string;
  constructor(status: number, message: string, said = '') {
    super(message);
    this.status = status;
    this.said = said;
    // A token that is not accepted is the user's; all else we should not have asked.
    this.exitCode = status === 401 || status === 403 ? EXIT.input : EXIT.bug;
  }
}
