import { kitWords } from './kit-words.ts';

const { other, ...words } = kitWords.colours;

/** The colours that a form offers, by their hue in OKLCH. */
export const hues = [
  { hue: 25, word: words.red },
  { hue: 50, word: words.orange },
  { hue: 80, word: words.amber },
  { hue: 115, word: words.lime },
  { hue: 150, word: words.green },
  { hue: 185, word: words.teal },
  { hue: 220, word: words.sky },
  { hue: 255, word: words.blue },
  { hue: 290, word: words.violet },
  { hue: 325, word: words.purple },
  { hue: 355, word: words.pink },
];

export const hueWord = (hue: number): string => hues.find((one) => one.hue === hue)?.word ?? other(hue);
