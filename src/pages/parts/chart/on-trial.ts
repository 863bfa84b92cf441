import { navigate } from '../../router.js';

/** What a click on a mark does with its trial. */
export interface OnTrial {
  /** `opens`, `selects`: a click does so. */
  readonly does: string;
  act(trial: number): void;
}

export const opens: OnTrial = { does: 'opens', act: (trial) => navigate(`/t/${trial}`) };
