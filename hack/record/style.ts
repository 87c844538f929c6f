// How text looks, as escape sequences of the form CSI ... m say it (ECMA-48, "SGR", and its usual extensions).

/** 0 to 15 of the terminal's own colours, or any colour as `#rrggbb`. */
export type Colour = number | `#${string}`;

export interface Style {
  readonly colour: Colour | undefined;
  readonly background: Colour | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

export const PLAIN: Style = {
  colour: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

/** The style after a sequence with these parameters, such as `1;36`. What is unknown changes nothing. */
export function styled(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, length } = anyColour(codes.slice(index + 1));
      next = { ...next, [code === 38 ? 'colour' : 'background']: colour };
      index += length;
    } else {
      next = { ...next, ...changeBy(code) };
    }
  }
  return next;
}

export function isAlike(one: Style, other: Style): boolean {
  return (Object.keys(PLAIN) as (keyof Style)[]).every(key => one[key] === other[key]);
}

const CHANGES: Readonly<Record<number, Partial<Style>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { colour: undefined },
  49: { background: undefined },
};

function changeBy(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) return { colour: code - 30 };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 90 && code <= 97) return { colour: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { background: code - 100 + 8 };
  return CHANGES[code] ?? {};
}

/** What follows 38 or 48: `5;n` of a table of 256, or `2;r;g;b`. */
function anyColour([form, ...values]: readonly number[]): {
  readonly colour: Colour | undefined;
  readonly length: number;
} {
  if (form === 5) return { colour: ofTable(values[0] ?? 0), length: 2 };
  if (form === 2) return { colour: hex(values.slice(0, 3)), length: 4 };
  return { colour: undefined, length: 0 };
}

function ofTable(index: number): Colour {
  if (index < 16) return index;
  if (index >= 232) return hex(Array(3).fill(8 + (index - 232) * 10));
  const place = index - 16;
  return hex(
    [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(part => (part === 0 ? 0 : 55 + part * 40)),
  );
}

function hex(parts: readonly number[]): Colour {
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
