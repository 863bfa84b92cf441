import { xmlText } from '../../charts/drawing/xml-text.js';
import { count, grouped } from '../../core/words/numbers.js';
import type {
  LookDocument,
  LookWarning,
  NotedImage,
  SampleImage,
  SampleRow,
} from '../../results/documents/looking/look.js';
import { STYLE } from './style.js';

/** A page that shows what was seen: one file, without scripts, that opens anywhere. */
export function lookPage(look: LookDocument): string {
  const { name, source, warnings, samples } = look;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${xmlText(name)}: images</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${xmlText(name)}</h1>
<p>Images of ${xmlText(source)}, as this sweep draws and makes them.</p>
<h2>${warnings.length === 0 ? 'No warnings' : count(warnings.length, 'warning')}</h2>
${warnings.map(warningHtml).join('\n')}
<h2>Classes</h2>
${classTable(look)}
<h2>Sample images</h2>
<p>The same training images in each row, as the first epoch makes them.</p>
${samples.map(sampleHtml).join('\n')}
<h2>Pixels</h2>
${pixelTable(look)}
</body>
</html>
`;
}

function warningHtml({ message, images }: LookWarning): string {
  const shown = images.length > 0 ? strip(images.map(notedHtml)) : '';
  return `<section class="warning"><p>${xmlText(message)}</p>${shown}</section>`;
}

function sampleHtml({ made, image_size: size, images }: SampleRow): string {
  const title = `${xmlText(made)} <small>${size} pixels</small>`;
  return `<section><h3>${title}</h3>${strip(images.map((image) => figure(image, '')))}</section>`;
}

function notedHtml(image: NotedImage): string {
  return figure(image, image.note);
}

function strip(figures: readonly string[]): string {
  return `<div class="strip">${figures.join('')}</div>`;
}

function figure({ png, label, from }: SampleImage, note: string): string {
  const name = `${label}, ${from}`;
  const text = note === '' ? xmlText(label) : `${xmlText(label)}<br>${xmlText(note)}`;
  return `<figure><img src="data:image/png;base64,${png}" alt="${xmlText(name)}" title="${xmlText(from)}"><figcaption>${text}</figcaption></figure>`;
}

function classTable({ class_names: names, counts }: LookDocument): string {
  const most = Math.max(1, ...counts.train);
  const rows = names.map((name, c) => {
    const [train, val, test] = [counts.train[c]!, counts.val[c]!, counts.test?.[c]];
    const share = Math.round((100 * train) / most);
    const bar = `<td class="bar"><div style="width:${share}%"></div></td>`;
    return `<tr><th scope="row">${xmlText(name)}</th>${number(train)}${bar}${number(val)}${number(test)}</tr>`;
  });
  return table(['class', 'train', '', 'val', 'test'], rows);
}

function pixelTable({ pixels, normalizations, sides }: LookDocument): string {
  const cells = (values: readonly number[]) => values.map((value) => value.toFixed(3)).join(', ');
  const row = (name: string, mean: readonly number[], std: readonly number[]) =>
    `<tr><th scope="row">${xmlText(name)}</th><td>${cells(mean)}</td><td>${cells(std)}</td></tr>`;
  const rows = [
    row('as read, from 0 to 1', pixels.mean, pixels.std),
    ...normalizations.map((each) =>
      row(`normalized by ${each.name}`, each.input_mean, each.input_std),
    ),
  ];
  return `${table(['red, green, blue', 'mean', 'std'], rows)}
<p>Shorter sides: ${sides.least} to ${sides.most} pixels, median ${sides.median}, by ${count(sides.images, 'image')}.</p>`;
}

function table(titles: readonly string[], rows: readonly string[]): string {
  const head = titles.map((title) => `<th scope="col">${title}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function number(value: number | undefined): string {
  return `<td class="number">${value === undefined ? '-' : grouped(value)}</td>`;
}
