import { writingKeys } from '../../../../keys/desk-keys.ts';

/** Discord's marks for words, with the key that sets each. */
export const formats = [
  { name: 'bold', mark: '**', ...writingKeys.bold },
  { name: 'italic', mark: '*', ...writingKeys.italic },
  { name: 'code', mark: '`', ...writingKeys.code },
] as const;
