/** A passing line at the foot of the page, with at most one act. */
export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  endsAt: number;
  act?: { label: string; run: () => void };
};

let nextId = 1;
let shown = $state.raw<Toast[]>([]);

export const toasts = {
  get all(): Toast[] {
    return shown;
  },
};

/** Shows a line for eight seconds. */
export function toast(text: string, options: { tone?: Toast['tone']; act?: Toast['act'] } = {}): void {
  const id = nextId++;
  shown = [
    ...shown.slice(-2),
    { id, text, tone: options.tone ?? 'plain', act: options.act, endsAt: Date.now() + 8000 },
  ];
  setTimeout(() => dismissToast(id), 8000);
}

export function dismissToast(id: number): void {
  shown = shown.filter((each) => each.id !== id);
}
