import {
  ApplicationCommandOptionType as Kind,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';

/** What is wrong with an option's value, in words, or null. */
export function checkOption(option: APIApplicationCommandBasicOption, value: string): string | null {
  if (value === '') return option.required ? 'is required.' : null;
  if (option.type === Kind.Integer || option.type === Kind.Number) {
    const number = Number(value);
    if (Number.isNaN(number)) return 'is not a number.';
    if (option.type === Kind.Integer && !Number.isInteger(number)) return 'is not a whole number.';
    if ('min_value' in option && option.min_value !== undefined && number < option.min_value)
      return `is less than ${option.min_value}.`;
    if ('max_value' in option && option.max_value !== undefined && number > option.max_value)
      return `is more than ${option.max_value}.`;
  }
  if (option.type === Kind.String) {
    if ('min_length' in option && option.min_length && value.length < option.min_length)
      return `has less than ${option.min_length} characters.`;
    if ('max_length' in option && option.max_length && value.length > option.max_length)
      return `has more than ${option.max_length} characters.`;
  }
  return null;
}
