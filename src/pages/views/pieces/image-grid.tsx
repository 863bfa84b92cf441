import type { ComponentChildren } from 'preact';
import type { SampleImage } from '../../../results/documents/looking/look.js';

/** Images side by side, each with a word beneath. */
export function ImageGrid({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    <ul class="images" aria-label={label}>
      {children}
    </ul>
  );
}

/** One of them. `said`: what there is to say of it beside its class. */
export function ImageTile({
  image,
  said,
  children,
}: {
  readonly image: SampleImage;
  readonly said?: string;
  readonly children?: ComponentChildren;
}) {
  const { png, label, split, from } = image;
  const about = `${label}, ${split} image ${from}${said ? `, ${said}` : ''}`;
  return (
    <li>
      <figure>
        <img src={`data:image/png;base64,${png}`} alt={about} title={about} loading="lazy" />
        <figcaption>{children ?? label}</figcaption>
      </figure>
    </li>
  );
}
