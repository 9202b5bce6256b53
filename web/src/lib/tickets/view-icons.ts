import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Inbox from '@lucide/svelte/icons/inbox';
import User from '@lucide/svelte/icons/user';
import type { ViewIcon } from '@ticketflow/supabase/contracts/views.ts';

/** The icons of the built-in views, by the names that contracts/views.ts gives them. */
export const viewIcons: Record<ViewIcon, typeof Inbox> = {
  'alarm-clock': AlarmClock,
  'circle-check': CircleCheck,
  'circle-dashed': CircleDashed,
  inbox: Inbox,
  user: User,
};
