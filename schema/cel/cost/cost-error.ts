// What the API server says of rules that cost too much.

/** @param what such as `estimated rule cost` */
export function costErrorText(what: string, cost: bigint, limit: bigint): string {
  return (
    `${what} exceeds budget by factor of ${excess(cost, limit)} (try simplifying the rule, or adding maxItems, ` +
    'maxProperties, and maxLength where arrays, maps, and strings are declared)'
  );
}

/** `2.5x`; near the limit with more digits, and far from it none. */
export function excess(cost: bigint, limit: bigint): string {
  const factor = Number(cost) / Number(limit);
  if (factor > 100) return 'more than 100x';
  return factor < 1.5 ? `${fixed(factor, 6)}x` : `${fixed(factor, 1)}x`;
}

/** Go rounds a number that lies in the middle to the even digit, JavaScript to the greater one. */
function fixed(value: number, digits: number): string {
  const exact = value.toFixed(60);
  const end = exact.indexOf('.') + 1 + digits;
  const isMiddle = /^50*$/.test(exact.slice(end));
  return isMiddle && Number(exact[end - 1]) % 2 === 0 ? exact.slice(0, end) : value.toFixed(digits);
}
