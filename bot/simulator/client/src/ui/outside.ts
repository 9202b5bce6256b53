import type { Attachment } from 'svelte/attachments';

/** Calls back when a pointer goes down outside the element, or the window loses focus to another. */
export function outside(callback: () => void): Attachment<HTMLElement> {
  return (node) => {
    const onDown = (event: PointerEvent) => {
      if (!node.contains(event.target as Node)) callback();
    };
    addEventListener('pointerdown', onDown, true);
    return () => removeEventListener('pointerdown', onDown, true);
  };
}
