import { loadWords } from '#lib/words/words.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data, parent }) => {
  const { locale } = await parent();
  await loadWords('desk', locale);
  return data;
};
