import { count, grouped } from '../../../core/words/numbers.js';
import type { LookDocument } from '../../../results/documents/looking/look.js';
import { useDocument } from '../../data/use-document.js';
import { Problem } from '../../parts/notices.js';
import { ImageGrid, ImageTile } from '../pieces/image-grid.js';
import type { ViewDef } from '../view-def.js';
import { Counts } from './counts.js';
import { Doubtful } from './doubtful.js';
import { Normalizations } from './normalizations.js';

/** The images that a sweep trains on. */
export const lookView: ViewDef = {
  path: '/s/:sweep/look',
  title: 'Images',
  key: 'l',
  component: Look,
};

function Look({ id }: { readonly id: number }) {
  const { data, problem } = useDocument('look', { sweep: id });
  return (
    <>
      <h1>Images</h1>
      {problem !== null && <Problem text={problem} />}
      {data ? (
        <Seen look={data} />
      ) : (
        problem === null && (
          <p class="waiting">
            <progress aria-label="The images are read" /> The images are read, which may take a
            minute the first time…
          </p>
        )
      )}
    </>
  );
}

function Seen({ look }: { readonly look: LookDocument }) {
  const { source, class_names, sides, samples } = look;
  return (
    <>
      <p>
        {class_names.length === 1 ? '1 class' : `${grouped(class_names.length)} classes`} of images
        from <b>{source}</b>. Their shorter sides are {sidesText(sides)} (of {grouped(sides.images)}{' '}
        that were measured).
      </p>
      <Warnings look={look} />
      <Counts look={look} />
      <section>
        <h2>As training sees them</h2>
        <p class="muted">
          The same images as they are read, then as each augmentation makes them at each size.
        </p>
        {samples.map(({ made, image_size, images }) => (
          <div key={`${made} ${image_size}`}>
            <h3>
              {made} <span class="muted">{image_size} px</span>
            </h3>
            <ImageGrid label={`${made}, ${image_size} pixels`}>
              {images.map((image) => (
                <ImageTile
                  key={`${image.split} ${image.from}`}
                  image={image}
                  said={made === 'as read' ? made : `augmented by ${made}`}
                />
              ))}
            </ImageGrid>
          </div>
        ))}
      </section>
      <Normalizations look={look} />
      <Doubtful look={look} />
    </>
  );
}

function sidesText({ least, median, most }: LookDocument['sides']): string {
  return least === most
    ? `all ${least} pixels`
    : `${least} to ${most} pixels, half of them below ${median}`;
}

function Warnings({ look: { warnings } }: { readonly look: LookDocument }) {
  if (warnings.length === 0) return <p class="good">Nothing about them looks wrong.</p>;
  return (
    <section>
      <h2>{count(warnings.length, 'warning')}</h2>
      <ul class="warnings">
        {warnings.map(({ kind, message, images }) => (
          <li key={`${kind} ${message}`}>
            <p>{message}</p>
            {images.length > 0 && (
              <ImageGrid label="Images that this is about">
                {images.map((image) => (
                  <ImageTile key={`${image.split} ${image.from}`} image={image} said={image.note}>
                    {image.label}
                    <span class="muted">{image.note || image.split}</span>
                  </ImageTile>
                ))}
              </ImageGrid>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
