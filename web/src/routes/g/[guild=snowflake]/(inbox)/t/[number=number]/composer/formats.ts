import { writingKeys } from '../../../../keys/desk-keys.ts';

/** Discord's marks for words, with the key that sets each. */
export const formats = [
  { name: 'bold', mark: '**', key: writingKeys.bold.key },
  { name: 'italic', mark: '*', key: writingKeys.italic.key },
  { name: 'code', mark: '`', key: writingKeys.code.key },
] as const;
