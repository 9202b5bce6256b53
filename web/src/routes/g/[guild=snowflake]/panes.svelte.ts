/** Which panes the reader has folded, remembered on this device. */
class Panes {
  isNavFolded = $state(false);
  isPropertiesOpen = $state(true);
  /** Below 1280 px the properties are a drawer over the conversation. */
  isDrawerOpen = $state(false);
  isShortcutSheetOpen = $state(false);

  restore(): void {
    this.isNavFolded = read('nav') === 'folded';
    this.isPropertiesOpen = read('properties') !== 'folded';
  }

  toggleNav(): void {
    this.isNavFolded = !this.isNavFolded;
    write('nav', this.isNavFolded);
  }

  toggleProperties(): void {
    if (matchMedia('(width < 1280px)').matches) {
      this.isDrawerOpen = !this.isDrawerOpen;
      return;
    }
    this.isPropertiesOpen = !this.isPropertiesOpen;
    write('properties', !this.isPropertiesOpen);
  }

  /** For a menu that stands in them; folded is what the reader has chosen, so that stays remembered. */
  showProperties(): void {
    if (matchMedia('(width < 1280px)').matches) this.isDrawerOpen = true;
    else this.isPropertiesOpen = true;
  }
}

function read(pane: string): string | null {
  try {
    return localStorage.getItem(`ticketflow:${pane}`);
  } catch {
    return null;
  }
}

function write(pane: string, isFolded: boolean): void {
  try {
    localStorage.setItem(`ticketflow:${pane}`, isFolded ? 'folded' : 'open');
  } catch {
    // Storage may be forbidden: the choice lasts as long as the page.
  }
}

export const panes = new Panes();
