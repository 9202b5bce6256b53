import { FILE_LIMITS } from '@ticketflow/supabase/contracts/file-limits.ts';
import { formatBytes } from '../format-bytes.ts';

/** Why a file cannot go with the others, or null. */
export function whyNotAttached(
  others: { size: number }[],
  { name, size }: Pick<File, 'name' | 'size'>,
): string | null {
  if (others.length >= FILE_LIMITS.count) return `Ten files fit into one message: ${name} is left out.`;
  if (size === 0) return `${name} is empty, or a folder.`;
  if (size > FILE_LIMITS.bytes)
    return `${name} has ${formatBytes(size)}. Discord takes files of up to ${formatBytes(FILE_LIMITS.bytes)}.`;
  const together = others.reduce((sum, other) => sum + other.size, size);
  if (together > FILE_LIMITS.together)
    return `Files of ${formatBytes(FILE_LIMITS.together)} together fit into one message: ${name} is left out.`;
  return null;
}
