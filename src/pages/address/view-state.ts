import { type Fields, listOf, optional, readFields, readId } from '../../charts/options/fields.js';
import { type OptionState, optionFields } from '../../charts/options/options.js';
import { inQuery } from '../../charts/options/words.js';

/** All that a person has set on a page; it lies in the address alone, so a copied one shows the same. */
export interface ViewState extends OptionState {
  /** What trials must fulfil, as `parseFilter` reads it. */
  readonly filter: string;
  readonly sort: Sort | null;
  /** Rows with the same value of this parameter stand together. */
  readonly group: string | null;
  /** Columns that are shown; empty: the table's own choice. */
  readonly columns: readonly string[];
  /** Ids of trials that a page is about: those to compare. */
  readonly trials: readonly number[];
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const fields: Fields<ViewState> = {
  filter: { read: ([text]) => text ?? '', write: (text) => (text ? [text] : []) },
  sort: optional(
    (text) => ({ column: text.replace(/^-/, ''), descending: text.startsWith('-') }),
    ({ column, descending }) => `${descending ? '-' : ''}${column}`,
  ),
  group: optional((text) => text, String),
  columns: listOf((text) => text),
  ...optionFields,
  trials: listOf(readId),
};

const NAMES = Object.keys(fields) as readonly (keyof ViewState)[];

/** `search`: an address from its `?` on, or empty. */
export function readState(search: string): ViewState {
  return readFields(fields, new URLSearchParams(search));
}

/** From the `?` on; empty where nothing is set. The same state gives the same text. */
export function writeState(state: Partial<ViewState>): string {
  const parts = NAMES.flatMap((name) => writeField(name, state).map((text) => `${name}=${text}`));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function writeField<Name extends keyof ViewState>(name: Name, state: Partial<ViewState>) {
  const value = state[name];
  return value === undefined ? [] : fields[name].write(value as ViewState[Name]).map(inQuery);
}
