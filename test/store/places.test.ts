import { expect, test } from 'vitest';
import { stores } from '../../src/store/index.js';

test.each([
  ['postgres', ['postgres://db/thaw', 'postgresql://db/thaw', 'POSTGRES://db/thaw']],
  ['gateway', ['http://127.0.0.1:1', 'https://thaw.example', 'HTTPS://thaw.example']],
  ['sqlite', ['/results/thaw.sqlite', '/results/postgres.sqlite', '/http:/thaw.sqlite']],
])('%s has the places that are written like its own, in large letters or small', (type, places) => {
  const takers = places.map((place) => stores.find((store) => store.matches(place))?.type);
  expect(takers).toEqual(places.map(() => type));
});
