/** Types that the desk shows in its pages. Whatever else a file says that it is, it is only saved: a drawing (SVG) can run. */
const shown = /^image\/(png|jpeg|gif|webp|avif)$/;

/** Whether a file of this type is shown as a picture. */
export const isShownImage = (contentType: string): boolean => shown.test(contentType);
