/**
 * Whether a key belongs to an input method that is still composing: Enter takes its word then, Escape drops it, and neither is for the
 * page. Safari sends the Enter that ends a composition after it has ended; only its key code, 229, tells
 * (https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode).
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
