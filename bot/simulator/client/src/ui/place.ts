import type { Attachment } from 'svelte/attachments';

const GAP = 6;
const MARGIN = 8;

/**
 * Lifts an element into the browser's top layer and keeps it inside the window: at a point, or under (else over) an
 * anchor, whose width it then takes at least.
 */
export function place(
  at: { x: number; y: number } | (() => HTMLElement | undefined),
): Attachment<HTMLElement> {
  return (node) => {
    node.setAttribute('popover', 'manual');
    node.showPopover();
    const put = () => {
      const anchor = typeof at === 'function' ? at()?.getBoundingClientRect() : undefined;
      if (anchor) node.style.minWidth = `${anchor.width}px`;
      const { width, height } = node.getBoundingClientRect();
      const x = anchor ? anchor.left : (at as { x: number }).x;
      const below = anchor ? anchor.bottom + GAP : (at as { y: number }).y;
      const isTooLow = below + height > innerHeight - MARGIN;
      const y = isTooLow && anchor && anchor.top - GAP - height > MARGIN ? anchor.top - GAP - height : below;
      node.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
      node.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
    };
    put();
    const observer = new ResizeObserver(put);
    observer.observe(node);
    addEventListener('resize', put);
    return () => {
      observer.disconnect();
      removeEventListener('resize', put);
    };
  };
}
