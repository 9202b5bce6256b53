import { expect, test } from 'vitest';
import { parseDraft } from './parse-draft.ts';

test('a draft comes back as it was kept', () => {
  const draft = { kind: 'reply' as const, body: 'words', quote: { id: '1', name: 'Noor', text: 'hi' } };
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  expect(parseDraft(null)).toEqual({ kind: 'reply', body: '', quote: null });
});

test('what cannot be read as a draft is not lost, and stays for staff', () => {
  for (const text of ['plain words', '["a","list"]', 'null'])
    expect(parseDraft(text)).toEqual({ kind: 'note', body: text, quote: null });
  expect(parseDraft('{"body":"words","kind":"whisper","quote":7}')).toEqual({
    kind: 'note',
    body: 'words',
    quote: null,
  });
});

test('why a draft was refused is kept as a code with its facts, and no sentence of another language', () => {
  const refused = {
    kind: 'reply',
    body: 'words',
    quote: null,
    refusal: { code: 'TF004', facts: { length: 2001 } },
  };
  expect(parseDraft(JSON.stringify(refused))).toEqual(refused);
  for (const refusal of ['This ticket is closed.', 7, { facts: {} }])
    expect(parseDraft(JSON.stringify({ ...refused, refusal }))).not.toHaveProperty('refusal');
});
