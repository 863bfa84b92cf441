import { type CohortWork, NO_WORK } from '../../core/cohort-work.js';
import type { Meter } from '../trunk/meter.js';
import { type Cut, cutName } from '../trunk/trunk.js';
import { type CohortState, membersOf } from './cohort-state.js';
import type { Member } from './member.js';

/** One trial's time in an epoch. */
export interface EpochTime {
  /** Its share: what was done for several trials at once is divided among them. */
  readonly seconds: number;
  /** What the epoch would have taken alone. */
  readonly soloSeconds: number;
  /** The part of `seconds` that was training. */
  readonly trainSeconds: number;
  /** What the epochs before it would have taken alone; NaN: not known. */
  readonly soloBefore: number;
}

type Adding = { -readonly [Part in keyof EpochTime]: number };

/** Who spent what in a cohort. Shares add up to the time that the cohort took. */
export interface Ledger extends Meter {
  /** Time that these trials spent as one. */
  spend(seconds: number, members: readonly Member[], what: 'training' | 'validation'): void;
  /** Images passed through a branch's own layers forward and backward, once for these trials. */
  trained(images: number, members: readonly Member[]): void;
  /** A trial's epoch so far. */
  open(member: Member): EpochTime;
  /** Goes on with an epoch that was begun before. */
  resume(member: Member, time: EpochTime): void;
  /** A trial's epoch; begins its next. */
  close(member: Member): EpochTime;
  work(): CohortWork;
}

/** `state`: the cohort's, as it changes. */
export function createLedger(state: CohortState): Ledger {
  const times = new Map<number, Adding>();
  const work = { ...NO_WORK };

  function timesOf({ trialId }: Member) {
    const found = times.get(trialId) ?? newTime(0);
    times.set(trialId, found);
    return found;
  }

  function spend(seconds: number, members: readonly Member[], what: 'training' | 'validation') {
    for (const member of members) {
      const time = timesOf(member);
      time.seconds += seconds / members.length;
      time.soloSeconds += seconds;
      if (what === 'training') time.trainSeconds += seconds / members.length;
    }
  }

  return {
    spend,
    passed(cuts, seconds, images) {
      const present = membersOf(state.branches);
      const users = present.filter(({ cut }) => cuts.some((each) => isSame(cut, each)));
      cuts.forEach((cut, c) => {
        const through = users.filter((user) => isSame(user.cut, cut) || user.cut.unit > cut.unit);
        spend(seconds[c]!, through, state.phase);
      });
      const frozen = users.filter(({ cut }) => cut.unit > 0);
      if (frozen.length > 0) work.trunk += images;
      work.trunkAlone += images * frozen.length;
    },
    inherited(cut, seconds, images) {
      const users = membersOf(state.branches).filter((member) => isSame(member.cut, cut));
      for (const user of users) timesOf(user).soloSeconds += seconds;
      if (cut.unit > 0) work.trunkAlone += images * users.length;
    },
    trained(images, members) {
      work.trained += images;
      work.trainedAlone += images * members.length;
    },
    open: (member) => ({ ...timesOf(member) }),
    resume(member, time) {
      // Snapshots of older programs do not say what came before, and JSON knows no NaN.
      times.set(member.trialId, { ...time, soloBefore: time.soloBefore ?? Number.NaN });
    },
    close(member) {
      const time = timesOf(member);
      times.set(member.trialId, newTime(time.soloBefore + time.soloSeconds));
      return time;
    },
    work: () => ({ ...work }),
  };
}

function newTime(soloBefore: number): Adding {
  return { seconds: 0, soloSeconds: 0, trainSeconds: 0, soloBefore };
}

function isSame(a: Cut, b: Cut): boolean {
  return cutName(a) === cutName(b);
}
