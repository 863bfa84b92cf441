import { count } from '../../../core/words/numbers.js';
import type { ImageEntry, LookDocument } from '../../../results/documents/looking/look.js';
import { Scrolled } from '../pieces/scrolled.js';

/** Images to look at by hand: nearly the same in two splits, and labels that a trial doubts. */
export function Doubtful({ look }: { readonly look: LookDocument }) {
  const { near_duplicates, labels } = look;
  return (
    <>
      {near_duplicates.length > 0 && (
        <details>
          <summary>{count(near_duplicates.length, 'pair')} of nearly the same images</summary>
          <Scrolled label="Nearly the same images">
            <table>
              <thead>
                <tr>
                  <th scope="col">image</th>
                  <th scope="col">nearly the same as</th>
                  <th scope="col" class="number">
                    similarity
                  </th>
                </tr>
              </thead>
              <tbody>
                {near_duplicates.slice(0, MOST).map(({ image, of, similarity, mirrored }) => (
                  <tr key={`${nameOf(image)} ${nameOf(of)}`}>
                    <td>{nameOf(image)}</td>
                    <td>
                      {nameOf(of)}
                      {mirrored && ', in a mirror'}
                    </td>
                    <td class="number">{similarity.toFixed(3)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolled>
          <More all={near_duplicates.length} />
        </details>
      )}
      {labels && labels.suspects.length > 0 && (
        <details>
          <summary>
            {count(labels.suspects.length, 'label')} that trial {labels.trial} doubts
          </summary>
          <Scrolled label="Labels that are doubted">
            <table>
              <thead>
                <tr>
                  <th scope="col">image</th>
                  <th scope="col">label</th>
                  <th scope="col">rather</th>
                </tr>
              </thead>
              <tbody>
                {labels.suspects.slice(0, MOST).map((suspect) => (
                  <tr key={nameOf(suspect)}>
                    <td>{nameOf(suspect)}</td>
                    <td>
                      {suspect.label} ({percent(suspect.own_probability)})
                    </td>
                    <td>
                      {suspect.suggested} ({percent(suspect.probability)})
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolled>
          <More all={labels.suspects.length} />
        </details>
      )}
    </>
  );
}

const MOST = 100;

function More({ all }: { readonly all: number }) {
  if (all <= MOST) return null;
  return (
    <p class="muted">
      And {all - MOST} more: <code>thaw look FILE --format json</code> has all.
    </p>
  );
}

function nameOf({ split, from, label }: ImageEntry): string {
  return `${split} ${from} (${label})`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
