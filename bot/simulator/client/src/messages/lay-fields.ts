import type { APIEmbedField } from 'discord-api-types/v10';

export type LaidField = { name: string; value: string; column: string };

const COLUMNS = 12;

/** Places an embed's fields on a grid of 12: up to three inline ones share a row, others take a whole one. */
export function layFields(fields: APIEmbedField[]): LaidField[] {
  const rows: APIEmbedField[][] = [];
  for (const field of fields) {
    const row = rows.at(-1);
    if (field.inline && row && row.length < 3 && row[0]?.inline) row.push(field);
    else rows.push([field]);
  }
  return rows.flatMap((row) => {
    const span = row[0]?.inline ? COLUMNS / Math.max(row.length, 2) : COLUMNS;
    return row.map(({ name, value }, place) => ({
      name,
      value,
      column: `${place * span + 1} / span ${span}`,
    }));
  });
}
