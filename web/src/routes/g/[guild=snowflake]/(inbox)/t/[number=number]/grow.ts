/** A text area as high as its text. Pass the text, so that it grows when somebody else changes it too. */
export function grow(area: HTMLTextAreaElement, _text: string) {
  const fit = () => {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  };
  fit();
  return { update: fit };
}
