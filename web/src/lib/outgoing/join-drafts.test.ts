import { expect, test } from 'vitest';
import { joinDrafts } from './join-drafts.ts';

const draft = (body: string, kind: 'reply' | 'note' = 'reply') => ({ kind, body, quote: null });

test('the parts of one reply that are refused one after another stand in their order, before what was written since', () => {
  const first = joinDrafts(draft('written since'), draft('part two'), '');
  expect(first.draft.body).toBe('part two\n\nwritten since');
  const second = joinDrafts(first.draft, draft('part three'), first.given);
  expect(second.draft.body).toBe('part two\n\npart three\n\nwritten since');
});

test('a refused reply that meets a note in the making stays for staff, and the other way round', () => {
  expect(joinDrafts(draft('between us', 'note'), draft('for all'), '').draft.kind).toBe('note');
  expect(joinDrafts(draft('for all'), draft('between us', 'note'), '').draft.kind).toBe('note');
  expect(joinDrafts(draft('', 'note'), draft('for all'), '').draft.kind).toBe('reply');
});
