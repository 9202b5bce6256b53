import {
  ComponentType,
  TextInputStyle,
  type APICheckboxComponent,
  type APICheckboxGroupComponent,
  type APIFileUploadComponent,
  type APIRadioGroupComponent,
  type APISelectMenuComponent,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import type { ModalView } from '../../../protocol.ts';
import { selectDefaults } from '../components/select-options.ts';

export type FieldInput =
  | APITextInputComponent
  | APISelectMenuComponent
  | APIFileUploadComponent
  | APIRadioGroupComponent
  | APICheckboxGroupComponent
  | APICheckboxComponent;

/** A modal's part: words, or a labelled field. */
export type ModalPart =
  | { is: 'text'; content: string }
  | { is: 'field'; id: string; label: string; description: string | null; input: FieldInput };

export type FieldValue = string | string[] | boolean | File[];

/** Labels and, still accepted by Discord, bare text inputs in action rows, made alike. */
export function modalParts(modal: ModalView): ModalPart[] {
  return modal.components.flatMap((component): ModalPart[] => {
    if (component.type === ComponentType.TextDisplay) return [{ is: 'text', content: component.content }];
    if (component.type === ComponentType.Label) {
      const { label, description, component: input } = component;
      return [{ is: 'field', id: input.custom_id, label, description: description ?? null, input }];
    }
    return component.components.map((input) => ({
      is: 'field',
      id: input.custom_id,
      label: ('label' in input && input.label) || input.custom_id,
      description: null,
      input,
    }));
  });
}

export function isLong(input: APITextInputComponent): boolean {
  return Number(input.style) === Number(TextInputStyle.Paragraph);
}

/** Everything but a lone checkbox is required unless it says otherwise (D components/reference.mdx). */
export function isRequired(input: FieldInput): boolean {
  if (input.type === ComponentType.Checkbox) return false;
  return (input as { required?: boolean }).required ?? true;
}

export function firstValue(input: FieldInput): FieldValue {
  switch (input.type) {
    case ComponentType.TextInput:
      return input.value ?? '';
    case ComponentType.Checkbox:
      return input.default ?? false;
    case ComponentType.FileUpload:
      return [];
    case ComponentType.RadioGroup:
      return input.options.find((option) => option.default)?.value ?? '';
    case ComponentType.CheckboxGroup:
      return input.options.filter((option) => option.default).map((option) => option.value);
    default:
      return selectDefaults(input);
  }
}
