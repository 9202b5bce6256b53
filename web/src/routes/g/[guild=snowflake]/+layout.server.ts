import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { isView, type View } from '@ticketflow/supabase/contracts/views.ts';
import { filterOf } from '#lib/desk/inbox-rows.ts';
import { listTickets, readGuild, readMyAccess, readTicketByNumber } from '#lib/server/read.ts';
import { t } from '#lib/words/words.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The first page: the frame, the list and the conversation in one go. Only when a guild is entered: from then on the
 * browser asks the database itself, and going from ticket to ticket needs no answer from here.
 */
export const load: LayoutServerLoad = async ({ params, locals, url, untrack }) => {
  const at = untrack(() => {
    const view = params.view ?? url.searchParams.get('view');
    return {
      path: url.pathname + url.search,
      view: isView(view) ? view : ('inbox' satisfies View),
      category: url.searchParams.get('category'),
      number: params.number ? Number(params.number) : null,
    };
  });
  const session = await locals.readSession();
  if (!session) redirect(303, `${resolve('/sign-in')}?next=${encodeURIComponent(at.path)}`);

  const category =
    at.category && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(at.category) ? at.category : null;
  const shown = { view: at.view, category };
  const [guild, list, conversation] = await Promise.all([
    readGuild(locals.supabase, params.guild),
    listTickets(locals.supabase, params.guild, filterOf(shown)),
    at.number ? readTicketByNumber(locals.supabase, params.guild, at.number) : null,
  ]);
  if (!guild?.me.level) {
    const mine = await readMyAccess(locals.supabase, params.guild);
    if (mine.state === 'stale') error(403, { message: t.closed.stale, seenAt: mine.seen_at ?? undefined });
    if (mine.state === 'left') error(403, t.closed.left);
    // The same words whether it exists or not.
    error(404, t.closed.notOpen);
  }
  return {
    guild,
    userId: session.userId,
    shown,
    list,
    number: at.number,
    conversation,
  };
};
