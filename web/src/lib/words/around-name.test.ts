import { expect, test } from 'vitest';
import { aroundName, aroundNames } from './around-name.ts';

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

test('two names stand in the order of the language', () => {
  expect(aroundNames((who, what) => `${who} closed ${what}`)).toEqual([
    { is: 'text', text: '' },
    { is: 'who', text: 'who' },
    { is: 'text', text: ' closed ' },
    { is: 'what', text: 'what' },
    { is: 'text', text: '' },
  ]);
  expect(aroundNames((who, what) => `Über ${what} sprach ${who}.`).map(({ is }) => is)).toEqual([
    'text',
    'what',
    'text',
    'who',
    'text',
  ]);
});
