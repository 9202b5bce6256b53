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
