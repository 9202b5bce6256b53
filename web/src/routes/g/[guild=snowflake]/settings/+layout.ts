import { loadWords } from '#lib/words/words.ts';
import SettingsNav from './SettingsNav.svelte';
import type { LayoutLoad } from './$types';

/** Settings have their own navigation and words, and nobody else carries their weight. */
export const load: LayoutLoad = async ({ parent }) => {
  const { locale } = await parent();
  await loadWords('settings', locale);
  return { nav: SettingsNav };
};
