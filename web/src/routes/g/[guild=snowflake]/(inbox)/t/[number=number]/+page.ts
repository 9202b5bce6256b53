import { error } from '@sveltejs/kit';
import { browser } from '$app/env';
import { t } from '#lib/words/words.ts';
import type { PageLoad } from './$types';

/** A cold link to a ticket that one may not read answers 404, in the same words as one that does not exist. */
export const load: PageLoad = async ({ parent, untrack }) => {
  if (browser) return;
  const { conversation } = await untrack(parent);
  if (!conversation) error(404, t.noTicket.missing);
};
