import { t } from '#lib/words/words.ts';

/** The colours that have a name, by their hue in OKLCH. */
const names: Record<number, keyof typeof t.hues> = {
  25: 'red',
  50: 'orange',
  80: 'amber',
  115: 'lime',
  150: 'green',
  185: 'teal',
  220: 'sky',
  255: 'blue',
  290: 'violet',
  325: 'purple',
  355: 'pink',
};

/** The hues that a form offers. */
export const hues: readonly number[] = Object.keys(names).map(Number);

export function hueWord(hue: number): string {
  const name = names[hue];
  return name ? t.hues[name] : t.kit.otherHue(hue);
}
