import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { checkCustomId } from './custom-id.ts';
import { asList, asObject, asText, type Form, type Json } from './form.ts';

type Path = (string | number)[];

const LAYOUTS = new Set([1, 9, 10, 11, 12, 13, 14, 17]);
const SELECTS = new Set([3, 5, 6, 7, 8]);
/** Components that only a message with the flag IS_COMPONENTS_V2 may hold. */
const ONLY_V2 = new Set([9, 10, 11, 12, 13, 14, 17]);

/**
 * Checks a message's components (components/reference) and gives them back with the ids Discord adds.
 * @param isV2 the message carries the flag 1 << 15
 */
export function readComponents(form: Form, value: unknown, isV2: boolean): APIMessageTopLevelComponent[] {
  const state: Walk = { form, isV2, customIds: new Set(), nextId: 1, count: 0 };
  const list = asList(value);
  if (!isV2 && list.length > 5)
    form.complain(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  const components = list.map((item, index) => {
    const component = asObject(item);
    const path = ['components', index];
    if (!LAYOUTS.has(component.type as number) || (!isV2 && ONLY_V2.has(component.type as number))) {
      form.complain(
        [...path, 'type'],
        'UNION_TYPE_CHOICES',
        `Value of field "type" must be one of (${isV2 ? [...LAYOUTS].join(', ') : '1'},).`,
      );
    }
    return walk(state, component, path);
  });
  if (state.count > 40)
    form.complain(
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      'The total number of components exceeds 40.',
    );
  return components as unknown as APIMessageTopLevelComponent[];
}

interface Walk {
  form: Form;
  isV2: boolean;
  customIds: Set<string>;
  nextId: number;
  count: number;
}

function walk(state: Walk, component: Json, path: Path): Json {
  state.count += 1;
  const id = typeof component.id === 'number' && component.id > 0 ? component.id : state.nextId++;
  const checked: Json = { ...component, id };
  if (component.type === 1) checkRow(state, component, path);
  if (component.type === 2) checkButton(state, component, path);
  if (SELECTS.has(component.type as number)) checkSelect(state, component, path);
  if (component.type === 10) state.form.text([...path, 'content'], component.content, 1, 4000, true);
  if (Array.isArray(component.components)) {
    checked.components = component.components.map((child, index) =>
      walk(state, asObject(child), [...path, 'components', index]),
    );
  }
  if (component.accessory)
    checked.accessory = walk(state, asObject(component.accessory), [...path, 'accessory']);
  return checked;
}

function checkRow({ form }: Walk, row: Json, path: Path): void {
  const children = asList(row.components);
  const isButtons = children.every((child) => asObject(child).type === 2);
  const max = isButtons ? 5 : 1;
  if (children.length < 1 || children.length > max) {
    form.complain([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${max} in length.`);
  }
}

function checkButton(state: Walk, button: Json, path: Path): void {
  const { form } = state;
  const style = button.style as number;
  if (!(style >= 1 && style <= 6))
    form.complain([...path, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.');
  form.text([...path, 'label'], button.label, 0, 80);
  if (!button.label && !button.emoji && style !== 6) {
    form.complain(path, 'COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required.');
  }
  if (style === 5) form.text([...path, 'url'], button.url, 1, 512, true);
  else if (style !== 6) checkCustomId(form, button, path, state.customIds);
}

function checkSelect(state: Walk, select: Json, path: Path): void {
  const { form } = state;
  checkCustomId(form, select, path, state.customIds);
  form.text([...path, 'placeholder'], select.placeholder, 0, 150);
  if (select.type !== 3) return;
  const options = asList(select.options);
  if (options.length < 1 || options.length > 25) {
    form.complain([...path, 'options'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 25 in length.');
  }
  const values = new Set<string>();
  for (const [index, item] of options.entries()) {
    const option = asObject(item);
    const at = [...path, 'options', index];
    form.text([...at, 'label'], option.label, 1, 100, true);
    form.text([...at, 'value'], option.value, 1, 100, true);
    form.text([...at, 'description'], option.description, 0, 100);
    const value = asText(option.value) ?? '';
    if (values.has(value)) {
      form.complain(
        [...at, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    values.add(value);
  }
}

/** Every component of a message, nested ones too. */
export function* allComponents(components: readonly unknown[]): Generator<Json> {
  for (const item of components) {
    const component = asObject(item);
    yield component;
    if (Array.isArray(component.components)) yield* allComponents(component.components);
    if (component.component) yield* allComponents([component.component]);
    if (component.accessory) yield* allComponents([component.accessory]);
  }
}
