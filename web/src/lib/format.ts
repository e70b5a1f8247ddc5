/** Numbers as readers of a language write them. */

const SIGNIFICANT = 3;
const THOUSAND = 1000;

const formatters = new Map<string, Intl.NumberFormat>();

/** A formatter is dear to make and cheap to use. */
function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${options.style ?? ''} ${options.notation ?? ''}`;
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, { maximumSignificantDigits: SIGNIFICANT, ...options });
  formatters.set(key, known);
  return known;
}

export function number(value: number, locale: string): string {
  if (!Number.isFinite(value)) return '–';
  const compact = Math.abs(value) >= THOUSAND * THOUSAND;
  return formatter(locale, { notation: compact ? 'compact' : 'standard' }).format(value);
}

export function tick(value: number, locale: string): string {
  return formatter(locale, { notation: Math.abs(value) >= THOUSAND ? 'compact' : 'standard' }).format(value);
}

export function percent(share: number, locale: string): string {
  return formatter(locale, { style: 'percent' }).format(share);
}

export function signed(value: number, locale: string): string {
  return (value > 0 ? '+' : '') + number(value, locale);
}

export function signedPercent(share: number, locale: string): string {
  return (share > 0 ? '+' : '') + percent(share, locale);
}

const SMALL_WORDS = new Set(['of', 'the', 'and']);

/** An identifier of a place as readers write it. */
export function place(id: string): string {
  return id.split(':').map((one) => one.split('_').map((word) => (SMALL_WORDS.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(' ')).join(' – ');
}
