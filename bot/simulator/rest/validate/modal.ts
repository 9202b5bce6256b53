import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { checkCustomId } from './custom-id.ts';
import { asList, asObject, createForm, type Form, type Json } from './form.ts';

type Path = (string | number)[];

/** What a Label may hold (components/reference: Label). */
const IN_LABEL = new Set([3, 4, 5, 6, 7, 8, 19, 21, 22, 23]);

/** Checks a modal (interactions/receiving-and-responding: Modal) and gives it back with component ids. */
export function readModal(data: Json): APIModalInteractionResponseCallbackData {
  const form = createForm();
  form.text(['data', 'title'], data.title, 1, 45, true);
  form.text(['data', 'custom_id'], data.custom_id, 1, 100, true);
  const components = asList(data.components);
  if (components.length < 1 || components.length > 5) {
    form.complain(['data', 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  }
  const customIds = new Set<string>();
  let nextId = 1;
  const numbered = (component: Json): Json => ({ ...component, id: component.id || nextId++ });
  const checked = components.map((item, index) => {
    const top = numbered(asObject(item));
    const path = ['data', 'components', index];
    if (top.type === 10) return top;
    if (top.type === 1) {
      const inner = asList(top.components).map((child) => numbered(asObject(child)));
      if (inner.length !== 1 || inner[0]!.type !== 4) {
        form.complain([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be 1 in length.');
      } else checkInput(form, inner[0]!, [...path, 'components', 0], customIds, true);
      return { ...top, components: inner };
    }
    if (top.type !== 18) {
      form.complain(
        [...path, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of (1, 10, 18).',
      );
      return top;
    }
    form.text([...path, 'label'], top.label, 1, 45, true);
    form.text([...path, 'description'], top.description, 0, 100);
    const inner = numbered(asObject(top.component));
    checkInput(form, inner, [...path, 'component'], customIds, false);
    return { ...top, component: inner };
  });
  form.check();
  return { ...data, components: checked } as unknown as APIModalInteractionResponseCallbackData;
}

function checkInput(form: Form, input: Json, path: Path, customIds: Set<string>, needsLabel: boolean): void {
  if (!IN_LABEL.has(input.type as number)) {
    form.complain(
      [...path, 'type'],
      'UNION_TYPE_CHOICES',
      'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).',
    );
    return;
  }
  checkCustomId(form, input, path, customIds);
  if (input.type === 4) {
    if (needsLabel) form.text([...path, 'label'], input.label, 1, 45, true);
    form.text([...path, 'placeholder'], input.placeholder, 0, 100);
    form.text([...path, 'value'], input.value, 0, 4000);
    if (input.style !== 1 && input.style !== 2)
      form.complain([...path, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2}.');
  } else if (input.disabled) {
    form.complain(
      [...path, 'disabled'],
      'COMPONENT_DISABLED_NOT_ALLOWED',
      'Components in modals cannot be disabled',
    );
  }
  const options = asList(input.options);
  if (input.type === 3 && (options.length < 1 || options.length > 25)) {
    form.complain([...path, 'options'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 25 in length.');
  }
  const fewest = input.type === 21 ? 2 : 1;
  if ((input.type === 21 || input.type === 22) && (options.length < fewest || options.length > 10)) {
    form.complain(
      [...path, 'options'],
      'BASE_TYPE_BAD_LENGTH',
      `Must be between ${fewest} and 10 in length.`,
    );
  }
}
