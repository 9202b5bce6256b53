import type { ZodType } from 'zod';

/** How long the texts of a setting may be, by field, as its contract says (`text` in contracts/settings.ts). */
export function limitsOf<Setting>(contract: ZodType<Setting>): Partial<Record<keyof Setting, number>> {
  const { shape = {} } = contract as { shape?: Record<string, ZodType> };
  const known = Object.entries(shape).flatMap(([field, { meta }]) => {
    const most = meta()?.most;
    return typeof most === 'number' ? [[field, most]] : [];
  });
  return Object.fromEntries(known) as Partial<Record<keyof Setting, number>>;
}
