import type { Kept } from '@ticketflow/supabase/contracts/settings.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { dateOf, timeOf } from '#lib/ui/format-time.ts';
import { kitWords } from './kit-words.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Who changed a row, and when: "Noor Haddad changed this at 10:02." */
export function changeWords(desk: Desk, { changed_by, changed_at }: Kept): string {
  const words = kitWords.changedBy;
  const name = changed_by ? (desk.people.get(changed_by)?.name ?? words.staff) : words.nobody;
  const who = changed_by === desk.guild.me.id ? words.me : name;
  const now = desk.connection.now + desk.connection.skew;
  const isRecent = now - Date.parse(changed_at) < DAY_MS;
  return isRecent
    ? words.at(who, timeOf(changed_at))
    : words.on(who, dateOf(changed_at, now), timeOf(changed_at));
}
