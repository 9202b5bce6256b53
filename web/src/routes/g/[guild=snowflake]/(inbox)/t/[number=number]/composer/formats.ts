import Bold from '@lucide/svelte/icons/bold';
import Code from '@lucide/svelte/icons/code';
import Italic from '@lucide/svelte/icons/italic';

/** Discord's marks for words, with the key that sets each together with Ctrl or Cmd. */
export const formats = [
  { name: 'bold', key: 'B', mark: '**', Icon: Bold },
  { name: 'italic', key: 'I', mark: '*', Icon: Italic },
  { name: 'code', key: 'E', mark: '`', Icon: Code },
] as const;
