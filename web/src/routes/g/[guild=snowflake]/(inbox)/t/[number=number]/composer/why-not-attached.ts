import { FILE_LIMITS } from '@ticketflow/supabase/contracts/file-limits.ts';
import { t } from '#lib/words/words.ts';
import { formatBytes } from '../format-bytes.ts';

/** Why a file cannot go with the others, or null. */
export function whyNotAttached(
  others: { size: number }[],
  { name, size }: Pick<File, 'name' | 'size'>,
): string | null {
  if (others.length >= FILE_LIMITS.count) return t.attaching.tooMany(name);
  if (size === 0) return t.attaching.empty(name);
  if (size > FILE_LIMITS.bytes)
    return t.attaching.tooLarge({ name, size: formatBytes(size), limit: formatBytes(FILE_LIMITS.bytes) });
  const together = others.reduce((sum, other) => sum + other.size, size);
  if (together > FILE_LIMITS.together)
    return t.attaching.together({ name, limit: formatBytes(FILE_LIMITS.together) });
  return null;
}
