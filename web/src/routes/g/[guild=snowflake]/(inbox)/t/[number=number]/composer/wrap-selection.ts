/** The text of an area with its selection put between marks, or taken out of them. The selection stays on the words. */
export function wrapSelection(area: HTMLTextAreaElement, mark: string): string {
  const { value, selectionStart: start, selectionEnd: end } = area;
  const isWrapped =
    value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  const text = isWrapped
    ? value.slice(0, start - mark.length) + value.slice(start, end) + value.slice(end + mark.length)
    : value.slice(0, start) + mark + value.slice(start, end) + mark + value.slice(end);
  const shift = isWrapped ? -mark.length : mark.length;
  requestAnimationFrame(() => {
    area.focus();
    area.setSelectionRange(start + shift, end + shift);
  });
  return text;
}
