import type { Kept } from '@ticketflow/supabase/contracts/settings.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { dateOf, timeOf } from '#lib/ui/format-time.ts';
import { t } from '#lib/words/words.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Who changed a row, and when: "Noor Haddad changed this at 10:02." */
export function changeWords(desk: Desk, { changed_by, changed_at }: Kept): string {
  const now = desk.connection.now + desk.connection.skew;
  const isRecent = now - Date.parse(changed_at) < DAY_MS;
  return t.kit.changedBy({
    by: whoChanged(desk, changed_by),
    date: isRecent ? null : dateOf(changed_at, now),
    time: timeOf(changed_at),
  });
}

function whoChanged(desk: Desk, id: string | null) {
  if (!id) return 'nobody';
  if (id === desk.guild.me.id) return 'me';
  const name = desk.people.get(id)?.name;
  return name === undefined ? 'staff' : { name };
}
