import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvForm } from '../../../src/cli/predictions/csv.js';
import { isRead, type Predicted, type PredictionForm } from '../../../src/cli/predictions/form.js';
import { jsonForm, jsonLinesForm } from '../../../src/cli/predictions/json.js';
import { renderCsv } from '../../../src/cli/text/csv.js';
import { renderJson } from '../../../src/cli/text/json.js';

const predicted: fc.Arbitrary<Predicted> = fc.oneof(
  fc.record({
    image: fc.string(),
    classes: fc.array(fc.record({ name: fc.string(), probability: fc.float({ noNaN: true }) }), {
      maxLength: 3,
    }),
  }),
  fc.record({ image: fc.string(), why: fc.string({ unit: 'binary' }) }),
);
const some = fc.array(fc.array(predicted, { maxLength: 4 }), { maxLength: 4 });

function written(form: PredictionForm, parts: readonly (readonly Predicted[])[]): string {
  return form.begin(7) + parts.map((part) => form.some(part)).join('') + form.end();
}

test('a document written as it comes is the one written as a whole', () => {
  fc.assert(
    fc.property(some, (parts) => {
      const all = parts.flat();
      const document = {
        trial: 7,
        predictions: all.filter(isRead),
        unread: all.filter((each) => !isRead(each)),
      };
      expect(written(jsonForm(), parts)).toBe(renderJson(document));
    }),
  );
});

test('lines of JSON are one for each image, in order, whatever names hold', () => {
  fc.assert(
    fc.property(some, (parts) => {
      const lines = written(jsonLinesForm(), parts).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.map((line) => JSON.parse(line))).toEqual(
        JSON.parse(JSON.stringify(parts.flat())),
      );
    }),
  );
});

test('a table for spreadsheets written as it comes is the one written as a whole', () => {
  fc.assert(
    fc.property(some, (parts) => {
      const rows = parts
        .flat()
        .filter(isRead)
        .flatMap(({ image, classes }) =>
          classes.map(({ name, probability }, c) => [image, c + 1, name, probability]),
        );
      const header = ['image', 'place', 'class', 'probability'];
      expect(written(csvForm(), parts)).toBe(renderCsv({ header, rows }));
    }),
  );
});
