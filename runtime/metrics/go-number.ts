// Numbers as Go prints them, for the text formats of Prometheus: whoever adds up the buckets of operators in Go and of
// ours does so by the text of `le`.

/** As the text format 0.0.4 has it: `0.005`, `1e-08`, `1.048576e+06`, `+Inf`. */
export function goNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  // What a collector gives may be no number, whatever its type says.
  if (!Number.isFinite(value)) return 'NaN';
  if (value === 0) return '0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** As OpenMetrics has it, where a number that is no count shows that it may have a fraction: `1.0`. */
export function openMetricsNumber(value: number): string {
  const text = goNumber(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
