export type Side = 'top' | 'bottom' | 'left' | 'right';
type Size = { width: number; height: number };
type Box = Size & { left: number; top: number };

const GAP = 6;
const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;

/** Where a tooltip goes: on its side of the button or, without room there, on the other, and never beyond the screen. */
export function placeTooltip(
  side: Side,
  button: Box,
  own: Size,
  screen: Size,
): { left: number; top: number } {
  const at = (where: Side) => ({
    left:
      where === 'left'
        ? button.left - GAP - own.width
        : where === 'right'
          ? button.left + button.width + GAP
          : button.left + (button.width - own.width) / 2,
    top:
      where === 'top'
        ? button.top - GAP - own.height
        : where === 'bottom'
          ? button.top + button.height + GAP
          : button.top + (button.height - own.height) / 2,
  });
  const fits = (where: Side) => {
    const { left, top } = at(where);
    return where === 'left' || where === 'right'
      ? left >= 0 && left + own.width <= screen.width
      : top >= 0 && top + own.height <= screen.height;
  };
  const { left, top } = at(fits(side) || !fits(OPPOSITE[side]) ? side : OPPOSITE[side]);
  return {
    left: Math.max(0, Math.min(left, screen.width - own.width)),
    top: Math.max(0, Math.min(top, screen.height - own.height)),
  };
}
