import { effect, signal } from '@preact/signals';

type Theme = 'auto' | 'light' | 'dark';

const key = 'mart-theme';

export const theme = signal<Theme>(kept());

/** A browser may refuse to keep anything for pages from disk. */
function kept(): Theme {
  try {
    const found = localStorage.getItem(key);
    return found === 'light' || found === 'dark' ? found : 'auto';
  } catch {
    return 'auto';
  }
}

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  try {
    localStorage.setItem(key, theme.value);
  } catch {
    // The next visit begins with the system's theme.
  }
});

export function nextTheme(): void {
  theme.value = theme.value === 'auto' ? 'light' : theme.value === 'light' ? 'dark' : 'auto';
}
