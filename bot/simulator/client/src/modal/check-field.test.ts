import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { checkField } from './check-field.ts';
import type { FieldInput } from './modal-fields.ts';

const text = (limits: object): FieldInput => ({
  type: ComponentType.TextInput,
  custom_id: 'text',
  style: TextInputStyle.Short,
  ...limits,
});

test('a field is required unless it says otherwise', () => {
  expect(checkField(text({}), '  ')).toBe('This field is required.');
  expect(checkField(text({ required: false }), '')).toBeNull();
});

test('an optional field that was filled in still keeps its limits', () => {
  expect(checkField(text({ required: false, min_length: 5 }), 'four')).toBe('At least 5 characters.');
  expect(checkField(text({ max_length: 3 }), 'four')).toBe('At most 3 characters.');
  expect(checkField(text({ min_length: 4, max_length: 4 }), 'four')).toBeNull();
});

test('a select with room for several asks for enough of them', () => {
  const options = ['a', 'b', 'c'].map((value) => ({ value, label: value }));
  const select: FieldInput = {
    type: ComponentType.StringSelect,
    custom_id: 's',
    options,
    min_values: 2,
    max_values: 2,
  };
  expect(checkField(select, ['a'])).toBe('At least 2 choices.');
  expect(checkField(select, ['a', 'b', 'c'])).toBe('At most 2 choices.');
  expect(checkField(select, ['a', 'b'])).toBeNull();
});
