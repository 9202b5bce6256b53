import { toast } from '#lib/ui/toasts.svelte.ts';
import { t } from '#lib/words/words.ts';
import type { Unreadable } from './store-outgoing.ts';

/** Says that words kept on this device could not be read and so not sent. Copied, they are its writer's, and `forget` is called. */
export function tellUnreadable(kept: readonly Unreadable[], forget: () => void): void {
  const text = kept.map((each) => each.text).join('\n\n');
  toast(t.unreadable.notSent(kept.length), {
    tone: 'danger',
    act: { label: t.unreadable.copy, run: () => void navigator.clipboard.writeText(text).then(forget) },
  });
}
