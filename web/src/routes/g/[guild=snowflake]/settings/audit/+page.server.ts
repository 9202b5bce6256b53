import { read } from '#lib/server/read.ts';
import { kindOf, kinds } from './audit-kinds.ts';
import type { PageServerLoad } from './$types';

/** The newest page of the audit log, of the kind in `?of=`; null unless the reader is an admin. */
export const load: PageServerLoad = async ({ params: { guild }, locals: { supabase }, url }) => {
  const kind = kindOf(url.searchParams.get('of'));
  const actions = kind ? [...kinds[kind]] : undefined;
  return { kind, log: await read(supabase, 'read_audit_log', { guild, actions }) };
};
