import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import { reasonWords } from '@ticketflow/supabase/words/reason-words.ts';
import { momentOf } from '#lib/ui/format-time.ts';
import { t } from '#lib/words/words.ts';

/** What an event line says. `who` did it; `nameOf` gives the name of anybody else whom it is about. */
export function eventWords(
  event: NonNullable<Message['event']>,
  who: string,
  nameOf: (id: string) => string | undefined,
  now: number,
): string {
  const person = 'person_id' in event ? nameOf(event.person_id) : undefined;
  const why = event.type === 'channel_failed' ? reasonWords(t.reasons, event.reason) : '';
  const until = 'until' in event ? momentOf(String(event.until), now) : '';
  const say = t.events[event.type] as (told: object) => string;
  return say({ ...event, who, person, why, until });
}
