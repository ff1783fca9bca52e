const FORMAT = new Intl.NumberFormat('vi-VN');

/** `1.234`. */
export function printNumber(value: number): string {
  return FORMAT.format(value);
}
