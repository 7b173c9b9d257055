/** An object with the same keys, each with what `make` returns for it. */
export const mapRecord = <T extends object, R>(
  table: T,
  make: <K extends keyof T>(key: K) => R,
): { readonly [K in keyof T]: R } =>
  Object.fromEntries(Object.keys(table).map((key) => [key, make(key as keyof T)])) as { [K in keyof T]: R };
