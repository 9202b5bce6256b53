import { expect, test } from 'vitest';
import { placeTooltip } from './place-tooltip.ts';

const screen = { width: 400, height: 300 };
const own = { width: 100, height: 24 };
const at = (left: number, top: number) => ({ left, top, width: 28, height: 28 });

test('it stands on its side of the button, in the middle, with a gap', () => {
  const button = at(200, 150);
  expect(placeTooltip('bottom', button, own, screen)).toEqual({ left: 164, top: 184 });
  expect(placeTooltip('top', button, own, screen)).toEqual({ left: 164, top: 120 });
  expect(placeTooltip('left', button, own, screen)).toEqual({ left: 94, top: 152 });
  expect(placeTooltip('right', button, own, screen)).toEqual({ left: 234, top: 152 });
});

test('without room it takes the other side', () => {
  expect(placeTooltip('bottom', at(200, 260), own, screen).top).toBe(230);
  expect(placeTooltip('top', at(200, 10), own, screen).top).toBe(44);
  expect(placeTooltip('left', at(50, 150), own, screen).left).toBe(84);
  expect(placeTooltip('right', at(300, 150), own, screen).left).toBe(194);
});

test('it never leaves the screen', () => {
  expect(placeTooltip('bottom', at(0, 150), own, screen).left).toBe(0);
  expect(placeTooltip('bottom', at(372, 150), own, screen).left).toBe(300);
  const low = { width: 400, height: 50 };
  expect(placeTooltip('bottom', at(200, 20), own, low).top).toBe(26);
});
