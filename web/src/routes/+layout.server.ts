import type { LayoutServerLoad } from './$types';

/** The locale that the server answers in: the browser goes on in the same. */
export const load: LayoutServerLoad = ({ locals }) => ({ locale: locals.locale });
