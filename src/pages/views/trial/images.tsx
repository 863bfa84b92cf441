import { useEffect, useState } from 'preact/hooks';
import type { TrialImagesDocument } from '../../../results/documents/looking/trial-images.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { useDocument } from '../../data/use-document.js';
import { driftText, mistakeText, wrongText } from '../../models/image-words.js';
import { Problem } from '../../parts/notices.js';
import { ImageGrid, ImageTile } from '../pieces/image-grid.js';
import { Confusion } from './confusion.js';

/** What its best weights make of images; made when asked for, since that takes the network itself. */
export function Images({ trial }: { readonly trial: TrialDocument }) {
  const [asked, setAsked] = useState(false);
  const { data, problem } = useDocument(asked ? 'images' : null, { trial: trial.trial });
  const kept = trial.checkpoint !== null || trial.weights !== null;
  return (
    <section aria-busy={asked && !data && problem === null}>
      <h2>Images</h2>
      {!kept && (
        <p class="muted">
          Its weights are not kept, so nobody can say which images it gets wrong. Set{' '}
          <code>keep</code> in the sweep file to keep those of more trials.
        </p>
      )}
      {kept && !asked && (
        <p>
          <button type="button" onClick={() => setAsked(true)}>
            show what it gets wrong
          </button>{' '}
          <span class="muted">
            Runs its network over the validation images: seconds to minutes the first time.
          </span>
        </p>
      )}
      {asked && problem !== null && <Problem text={problem} />}
      {asked && !data && problem === null && <Busy />}
      {data && <Seen images={data} />}
    </section>
  );
}

/** How long it has taken so far. */
function Busy() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="waiting">
      <progress aria-label="The network runs over the validation images" />{' '}
      <span aria-hidden="true">
        The network runs over the validation images … {seconds > 0 && `${seconds} s`}
      </span>
    </p>
  );
}

function Seen({ images }: { readonly images: TrialImagesDocument }) {
  const drift = driftText(images);
  return (
    <>
      {drift && <p class="note">{drift}</p>}
      <h3>Most wrong</h3>
      <p>{wrongText(images)}</p>
      <ImageGrid label="Most wrong images">
        {images.wrong.map((image) => (
          <ImageTile key={`${image.split} ${image.from}`} image={image} said={mistakeText(image)}>
            <b>{image.predicted}</b>
            <span class="muted">not {image.label}</span>
          </ImageTile>
        ))}
      </ImageGrid>
      <h3>Confusion</h3>
      <Confusion classes={images.class_names} counts={images.confusion} />
      <h3>As augmentation {images.augmentation} makes them</h3>
      {images.augmented.map(({ image, epochs }) => (
        <ImageGrid key={image.from} label={`${image.label}, ${image.from}`}>
          <ImageTile image={image} said="as read">
            {image.label}
          </ImageTile>
          {epochs.map((each, epoch) => (
            <ImageTile key={epoch} image={each} said={`in epoch ${epoch}`}>
              <span class="muted">epoch {epoch}</span>
            </ImageTile>
          ))}
        </ImageGrid>
      ))}
    </>
  );
}
