import {
  ComponentType,
  TextInputStyle,
  type APIModalInteractionResponseCallbackData,
  type APIModalInteractionResponseCallbackComponent,
} from 'discord.js';
import type { FormField } from '@ticketflow/supabase/contracts/form.ts';
import { shorten } from '../discord/escape.ts';
import { toEmoji } from '../discord/to-emoji.ts';
import type { OpenCategory } from './read-category.ts';

/** A category's form as a modal: five fields, a title of 45 characters (https://discord.com/developers/docs/components/reference). */
export function toModal(category: OpenCategory, customId: string): APIModalInteractionResponseCallbackData {
  return { custom_id: customId, title: shorten(category.name, 45), components: category.form.map(toLabel) };
}

function toLabel(field: FormField): APIModalInteractionResponseCallbackComponent {
  return {
    type: ComponentType.Label,
    label: field.label,
    ...(field.description ? { description: field.description } : {}),
    component: field.type === 'select' ? toSelect(field) : toTextInput(field),
  };
}

function toTextInput(field: Exclude<FormField, { type: 'select' }>) {
  return {
    type: ComponentType.TextInput as const,
    custom_id: field.id,
    style: field.type === 'long_text' ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.is_required,
    ...(field.placeholder ? { placeholder: field.placeholder } : {}),
    ...(field.min_length ? { min_length: field.min_length } : {}),
    max_length: field.max_length ?? (field.type === 'long_text' ? 4000 : 300),
  };
}

/** An option's value is its label, so that the answer means the same when the form is changed meanwhile. */
function toSelect(field: Extract<FormField, { type: 'select' }>) {
  const options = new Map(field.options.map((option) => [option.label, option]));
  return {
    type: ComponentType.StringSelect as const,
    custom_id: field.id,
    required: field.is_required,
    ...(field.placeholder ? { placeholder: field.placeholder } : {}),
    options: [...options.values()].map(({ label, emoji }) => ({
      label,
      value: label,
      ...(emoji ? { emoji: toEmoji(emoji) } : {}),
    })),
  };
}

export type Answer = { label: string; value: string };

/** What was answered, in the form's order, and the ticket's subject (at most 200 characters). `values` are by field id. */
export function readAnswers(
  category: OpenCategory,
  values: Map<string, string>,
): { answers: Answer[]; subject: string } {
  const answered = category.form.map((field) => ({ field, value: values.get(field.id)?.trim() ?? '' }));
  const naming =
    answered.find(({ field, value }) => field.is_subject && value) ??
    answered.find(({ field, value }) => field.type === 'short_text' && value) ??
    answered.find(({ value }) => value);
  const subject = naming?.value.replaceAll(/\s+/g, ' ') || category.name;
  return {
    answers: answered.map(({ field, value }) => ({ label: field.label, value })),
    subject: shorten(subject, 200),
  };
}
