import { expect, test } from 'vitest';
import { aroundName } from './around-name.ts';

test('a name stands where the sentence of a language puts it', () => {
  expect(aroundName((name) => `${name} closed the ticket`)).toEqual({
    before: '',
    after: ' closed the ticket',
  });
  expect(aroundName((name) => `Closed by ${name} in Discord`)).toEqual({
    before: 'Closed by ',
    after: ' in Discord',
  });
});

test('a sentence without a name has nothing after it', () => {
  expect(aroundName(() => 'The channel was deleted.')).toEqual({
    before: 'The channel was deleted.',
    after: null,
  });
});
