/** Whether two byte arrays are equal; undefined equals only undefined. */
export const sameBytes = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((byte, at) => byte === other[at]);
