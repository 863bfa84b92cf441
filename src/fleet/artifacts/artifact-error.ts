import { EXIT, ThawError } from '../../core/errors.js';

/**
 * Why a blob was not taken or not given. `missing`: it is not there. `wrong`: its bytes have another
 * digest, or end too early. `large`: it is over the limit. `damaged`: what lies there is not what was
 * put there. `full`: the place it is kept in does not take it. `busy`: the same may work in a moment.
 */
export type ArtifactFault = 'missing' | 'wrong' | 'large' | 'damaged' | 'full' | 'busy';

/** An artifact could not be kept, or not be had. */
export class ArtifactError extends ThawError {
  readonly code = 'E_ARTIFACT';
  readonly exitCode = EXIT.machine;
  readonly fault: ArtifactFault;
  constructor(fault: ArtifactFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
