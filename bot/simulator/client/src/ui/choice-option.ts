/** One thing to choose in a list. `mark` is what stands before its name. */
export type ChoiceOption = {
  value: string;
  label: string;
  description?: string;
  mark?:
    | { is: 'emoji'; text: string }
    | { is: 'image'; url: string }
    | { is: 'dot'; color: string }
    | { is: 'hash' };
};
