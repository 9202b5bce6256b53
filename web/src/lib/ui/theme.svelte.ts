export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const key = 'ticketflow:theme';
let chosen = $state<Theme>('system');

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
};

const show = () => {
  const isDark =
    chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', isDark);
};

/** Takes up what app.html has already shown, and follows the system from now on. Returns the end of it. */
export function followTheme(): () => void {
  try {
    chosen = themes.find((each) => each === localStorage.getItem(key)) ?? 'system';
  } catch {
    chosen = 'system';
  }
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', show);
  return () => system.removeEventListener('change', show);
}

export function chooseTheme(wanted: Theme): void {
  chosen = wanted;
  try {
    localStorage.setItem(key, wanted);
  } catch {
    // Storage may be forbidden: the choice lasts as long as the page.
  }
  show();
}
