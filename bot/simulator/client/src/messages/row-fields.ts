import type { APIEmbedField } from 'discord-api-types/v10';

/** Up to three inline fields of an embed share a row; any other takes one for itself. */
export function rowFields(fields: APIEmbedField[]): APIEmbedField[][] {
  const rows: APIEmbedField[][] = [];
  for (const field of fields) {
    const row = rows.at(-1);
    if (field.inline && row?.[0]?.inline && row.length < 3) row.push(field);
    else rows.push([field]);
  }
  return rows;
}
