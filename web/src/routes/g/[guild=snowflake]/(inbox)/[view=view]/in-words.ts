const words = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

/** A number at the beginning of a sentence: a word up to twelve, then digits. */
export const inWords = (n: number): string => words[n] ?? n.toLocaleString('en');
