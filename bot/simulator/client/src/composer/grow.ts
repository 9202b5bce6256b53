import type { Attachment } from 'svelte/attachments';

/** Makes a text area as high as its text; `text` is read so that it follows changes made from elsewhere. */
export function grow(text: () => string): Attachment<HTMLTextAreaElement> {
  return (node) => {
    text();
    node.style.height = 'auto';
    node.style.height = `${node.scrollHeight}px`;
  };
}
