import type { Attachment } from 'svelte/attachments';

/** Shows a file that is not uploaded yet in an image, and frees it afterwards. */
export function showFile(file: File): Attachment<HTMLImageElement> {
  return (image) => {
    const url = URL.createObjectURL(file);
    image.src = url;
    return () => URL.revokeObjectURL(url);
  };
}
