import { toast } from '#lib/ui/toasts.svelte.ts';
import type { Unreadable } from './store-outgoing.ts';

/** Says that words kept on this device could not be read and so not sent. Copied, they are its writer's, and `forget` is called. */
export function tellUnreadable(kept: readonly Unreadable[], forget: () => void): void {
  const text = kept.map((each) => each.text).join('\n\n');
  toast(
    `${kept.length === 1 ? 'One message' : `${kept.length} messages`} kept on this device cannot be read, and so was not sent.`,
    {
      tone: 'danger',
      act: { label: 'Copy it', run: () => void navigator.clipboard.writeText(text).then(forget) },
    },
  );
}
