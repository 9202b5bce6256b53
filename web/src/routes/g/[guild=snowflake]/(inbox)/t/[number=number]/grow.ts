/**
 * Makes a text area as high as its text. Pass the text, so that it grows when somebody else changes it too. An attachment and no
 * action: beside an action Svelte binds a value late, and what was written before the page's scripts came would be lost.
 */
export const grow = (_text: string) => (area: HTMLTextAreaElement) => {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
};
