import SettingsNav from './SettingsNav.svelte';
import type { LayoutLoad } from './$types';

/** Settings have their own navigation, and nobody else carries its weight. */
export const load: LayoutLoad = () => ({ nav: SettingsNav });
