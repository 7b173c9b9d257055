/** Whether two byte arrays are equal; absent equals only absent. */
export const sameBytes = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((byte, at) => byte === other[at]);
