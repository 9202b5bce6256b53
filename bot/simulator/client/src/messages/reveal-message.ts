/** Scrolls a loaded message into the middle, gives it focus and lights it up for a moment. */
export function revealMessage(id: string): void {
  const node = document.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(id)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: 'center' });
  node.focus();
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  node.animate([{ background: '#5966d859' }, { background: 'transparent' }], { duration: 1_200 });
}
