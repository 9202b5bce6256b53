import { resolve } from '$app/paths';
import type { Shown } from '#lib/desk/inbox-rows.ts';

/** The address of a view of the inbox. */
export function viewPath(guild: string, { view, category }: Shown): string {
  const path = resolve('/g/[guild=snowflake]/(inbox)/[view=view]', { guild, view });
  return category ? `${path}?category=${category}` : path;
}

/** The address of a ticket beside the list that is shown. */
export function ticketPath(guild: string, number: number, { view, category }: Shown): string {
  const query = new URLSearchParams();
  if (view !== 'inbox') query.set('view', view);
  if (category) query.set('category', category);
  const path = resolve('/g/[guild=snowflake]/(inbox)/t/[number=number]', { guild, number: String(number) });
  return query.size > 0 ? `${path}?${query}` : path;
}
