import { numberText } from '../../../charts/value-text.js';
import type { LookDocument } from '../../../results/documents/looking/look.js';
import { Scrolled } from '../pieces/scrolled.js';

const CHANNELS = ['red', 'green', 'blue'] as const;

/** What each normalization makes of the training images: near 0 and 1 is what weights expect. */
export function Normalizations({ look }: { readonly look: LookDocument }) {
  const { normalizations, pixels } = look;
  return (
    <section>
      <h2>Normalization</h2>
      <p class="muted">
        Values of training images by channel, as they are (from 0 to 1) and as the network gets
        them. What comes to a mean near 0 and a deviation near 1 is normalized as its weights were.
      </p>
      <Scrolled label="Normalization">
        <table>
          <thead>
            <tr>
              <th scope="col">normalization</th>
              {CHANNELS.map((channel) => (
                <th key={channel} scope="col" class="number">
                  {channel}: mean ± std
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row name="as they are" mean={pixels.mean} std={pixels.std} />
            {normalizations.map(({ name, input_mean, input_std }) => (
              <Row key={name} name={name} mean={input_mean} std={input_std} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  );
}

function Row({
  name,
  mean,
  std,
}: {
  readonly name: string;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {CHANNELS.map((channel, at) => (
        <td key={channel} class="number">
          {numberText(mean[at] ?? null)} ± {numberText(std[at] ?? null)}
        </td>
      ))}
    </tr>
  );
}
