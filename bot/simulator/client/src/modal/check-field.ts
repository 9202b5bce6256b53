import { ComponentType } from 'discord-api-types/v10';
import { isRequired, type FieldInput, type FieldValue } from './modal-fields.ts';

/** What is wrong with an answer, in words, or null. Discord's client checks the same before it submits. */
export function checkField(input: FieldInput, value: FieldValue): string | null {
  const isEmpty =
    typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
  if (isEmpty) return isRequired(input) ? 'This field is required.' : null;
  if (input.type === ComponentType.TextInput) {
    const { length } = value as string;
    if (length < (input.min_length ?? 0)) return `At least ${count(input.min_length ?? 0, 'character')}.`;
    if (length > (input.max_length ?? 4_000))
      return `At most ${count(input.max_length ?? 4_000, 'character')}.`;
    return null;
  }
  if (!Array.isArray(value)) return null;
  const bounds = input as { min_values?: number; max_values?: number };
  const noun = input.type === ComponentType.FileUpload ? 'file' : 'choice';
  if (value.length < (bounds.min_values ?? 1)) return `At least ${count(bounds.min_values ?? 1, noun)}.`;
  const most = bounds.max_values ?? (input.type === ComponentType.CheckboxGroup ? input.options.length : 1);
  if (value.length > most) return `At most ${count(most, noun)}.`;
  return null;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
