import { loadWords } from '#lib/words/words.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data }) => {
  await loadWords('frame', data.locale);
  return data;
};
